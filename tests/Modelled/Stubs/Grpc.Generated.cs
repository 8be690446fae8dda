// A client as Grpc.Tools 2.72 generates it from a service with one call of each kind. No package has one: each is made in the project that calls.
#nullable disable
using Grpc.Core;

namespace Modelled.Generated;

public sealed class HelloRequest;

public sealed class HelloReply;

public static partial class Greeter
{
    public partial class GreeterClient : ClientBase<GreeterClient>
    {
        private static readonly Method<HelloRequest, HelloReply> Method = null;

        public GreeterClient(ChannelBase channel)
            : base(channel)
        {
        }

        public GreeterClient(CallInvoker callInvoker)
            : base(callInvoker)
        {
        }

        protected GreeterClient(ClientBaseConfiguration configuration)
            : base(configuration)
        {
        }

        public virtual HelloReply SayHello(
            HelloRequest request, Metadata headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) =>
            SayHello(request, new CallOptions(headers, deadline, cancellationToken));

        public virtual HelloReply SayHello(
            HelloRequest request, CallOptions options) => CallInvoker.BlockingUnaryCall(Method, null, options, request);

        public virtual AsyncUnaryCall<HelloReply> SayHelloAsync(
            HelloRequest request, Metadata headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) =>
            SayHelloAsync(request, new CallOptions(headers, deadline, cancellationToken));

        public virtual AsyncUnaryCall<HelloReply> SayHelloAsync(HelloRequest request, CallOptions options) =>
            CallInvoker.AsyncUnaryCall(Method, null, options, request);

        public virtual AsyncServerStreamingCall<HelloReply> SayHellos(
            HelloRequest request, Metadata headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) =>
            CallInvoker.AsyncServerStreamingCall(Method, null, new CallOptions(headers, deadline, cancellationToken), request);

        public virtual AsyncClientStreamingCall<HelloRequest, HelloReply> Gather(
            Metadata headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) =>
            CallInvoker.AsyncClientStreamingCall(Method, null, new CallOptions(headers, deadline, cancellationToken));

        public virtual AsyncDuplexStreamingCall<HelloRequest, HelloReply> Talk(
            Metadata headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) =>
            CallInvoker.AsyncDuplexStreamingCall(Method, null, new CallOptions(headers, deadline, cancellationToken));

        protected override GreeterClient NewInstance(ClientBaseConfiguration configuration) => new(configuration);
    }
}
