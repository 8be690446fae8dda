using DistPatterns.Resilience;
using Microsoft.AspNetCore.Http;

namespace DistPatterns.AspNetCore;

/// <summary>What a caller reads whose time is up, in the words of its protocol.</summary>
internal static class DeadlineExceededResponse
{
    private const string Message = "Deadline exceeded";

    public static void Write(HttpContext context)
    {
        var isGrpc = ReferenceEquals(DeadlineHeader.For(context.Request.ContentType), DeadlineHeader.Grpc);
        context.Response.Clear();
        if (isGrpc)
        {
            // gRPC's "Trailers-Only": a response without a body carries its trailers in the one header block.
            context.Response.StatusCode = StatusCodes.Status200OK;
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "4";
            context.Response.Headers["grpc-message"] = Message;
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status504GatewayTimeout;
        }
    }
}
