using DistPatterns.Effects;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Tests.Effects.Pipelines;

/// <summary>What runs inside the delegates that a body calls.</summary>
public sealed class DelegatedCodeTests
{
    private const string Web = """
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc;

        """;

    private const string Middleware = """
        public class Around(RequestDelegate next) { public async Task InvokeAsync(HttpContext context) => await next(context); }

        """;

    private const string Endpoints = """
        static class Shop { public static Task Pay() => Task.CompletedTask; public static Task Look() => Task.CompletedTask; }
        public class Orders : ControllerBase
        {
            [HttpPost] public Task Place() => Shop.Pay();
            [HttpGet] public Task List() => Shop.Look();
            public Task Loose() => Shop.Look();
        }

        """;

    [Theory]
    [InlineData("Task Do() => Around(() => Pay()); Task Around(Func<Task> work) => work();", "Pay")]
    [InlineData("Task Do() => Around(Pay); Task Around(Func<Task> work) => work();", "Pay")]
    [InlineData("Task Do() => Outer(async () => { await Pay(); }); Task Outer(Func<Task> outer) => Around(outer); Task Around(Func<Task> work) => work();", "Pay")]
    [InlineData("Task Do() => Around(() => Look(), () => Pay()); Task Around(Func<Task> before, Func<Task> work) => work();", "Pay")]
    [InlineData("Task Around(Func<Task> work) => work();", "")]
    [InlineData("Func<Task> kept = null!; Task Do() { kept = () => Pay(); return Around(kept); } Task Around(Func<Task> work) => work();", "")]
    public async Task A_parameter_runs_what_callers_pass_for_it(string members, string expected) => Assert.Equal(expected, await Inside(
        "class Shop { Task Pay() => Task.CompletedTask; Task Look() => Task.CompletedTask; " + members + " }", "Around"));

    [Fact]
    public async Task An_interface_of_ours_may_name_the_parameter_otherwise() => Assert.Equal("Pay", await Inside("""
        interface IWork { Task Run(Func<Task> action); }
        class Work : IWork { public async Task Run(Func<Task> operation) => await operation(); }
        class Shop(IWork work) { Task Pay() => Task.CompletedTask; Task Do() => work.Run(async () => await Pay()); }
        """, "Run"));

    [Theory]
    [InlineData("app.UseMiddleware<Around>();", "Pay")]
    [InlineData("", "")]
    public async Task A_middleware_is_around_the_endpoints_that_change_something_where_a_program_adds_it(string adding, string expected) =>
        Assert.Equal(expected, await Inside(Web + Middleware + Endpoints + $"static class Setup {{ static void Use(IApplicationBuilder app) {{ {adding} }} }}", "InvokeAsync"));

    [Fact]
    public async Task Endpoints_are_also_what_is_mapped_and_the_handlers_of_pages() => Assert.Equal("Pay Pay Pay", await Inside(Web + Middleware + """
        static class Shop { public static Task Pay() => Task.CompletedTask; public static Task Look() => Task.CompletedTask; }
        public class Cart : Microsoft.AspNetCore.Mvc.RazorPages.PageModel { public Task OnPostAsync() => Shop.Pay(); public Task OnGetAsync() => Shop.Look(); }
        static class Setup
        {
            static void Use(WebApplication app)
            {
                app.UseMiddleware<Around>();
                app.MapPost("/pay", async () => { await Shop.Pay(); });
                app.MapDelete("/order", Cancel);
                app.MapGet("/look", () => Shop.Look());
            }

            static Task Cancel() => Shop.Pay();
        }
        """, "InvokeAsync"));

    [Theory]
    [InlineData("[Atomic] [HttpPost]", "Pay")]
    [InlineData("[HttpPost]", "")]
    public async Task A_middleware_that_asks_for_an_attribute_is_around_the_endpoints_that_carry_it(string attributes, string expected) => Assert.Equal(expected, await Inside(Web + """
        public class AtomicAttribute : Attribute;
        public class Around(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                if (context.GetEndpoint()?.Metadata.GetMetadata<AtomicAttribute>() is not null)
                    await next(context);
            }
        }

        """ + Endpoints.Replace("[HttpPost]", attributes) + "static class Setup { static void Use(IApplicationBuilder app) => app.UseMiddleware<Around>(); }", "InvokeAsync"));

    /// <summary>The names of what runs inside the delegates that a method calls.</summary>
    private static async Task<string> Inside(string source, string method)
    {
        var walked = await Walked.Of(source);
        var body = walked.Bodies.Single(b => b.Method is { MethodKind: MethodKind.Ordinary, Name: var name, ContainingType.TypeKind: TypeKind.Class } && name == method);

        return string.Join(" ", new DelegatedCode(walked.Graph).Inside(body, body.Sites).Select(s => s.Site.Name));
    }
}
