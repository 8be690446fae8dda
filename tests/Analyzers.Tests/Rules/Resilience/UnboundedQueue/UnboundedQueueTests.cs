using DistPatterns.Rules.Resilience;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Tests.Rules.Resilience;

public sealed class UnboundedQueueTests
{
    private static readonly RuleTest Rule = RuleTest.Of<UnboundedQueue>();

    [Fact]
    public Task One_that_public_members_fill_is_reported_and_bounded() => Rule.Fixes(
        """
        using System.Collections.Concurrent;
        using System.Threading.Channels;

        class Mails
        {
            // waiting mails
            private readonly Channel<string> _mails = [|Channel.CreateUnbounded<string>()|];
            private readonly Channel<int> _numbers;

            private readonly BlockingCollection<string> _texts = [|new()|];

            public Mails()
            {
                this._numbers = [|Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true })|];
            }

            public async Task Send(string mail) => await _mails.Writer.WriteAsync(mail);
            public ValueTask Count(int n) => Put(n);
            private ValueTask Put(int n) => _numbers.Writer.WriteAsync(n);
            protected void Add(string text) => _texts.Add(text);
            async Task Read() { await foreach (var mail in _mails.Reader.ReadAllAsync()) Console.WriteLine(mail); }
        }
        """,
        """
        using System.Collections.Concurrent;
        using System.Threading.Channels;

        class Mails
        {
            private const int MailsCapacity = 1_000;
            // waiting mails
            private readonly Channel<string> _mails = Channel.CreateBounded<string>(new BoundedChannelOptions(MailsCapacity) { FullMode = BoundedChannelFullMode.Wait });
            private readonly Channel<int> _numbers;

            private const int TextsCapacity = 1_000;
            private readonly BlockingCollection<string> _texts = new(TextsCapacity);

            private const int NumbersCapacity = 1_000;
            public Mails()
            {
                this._numbers = Channel.CreateBounded<int>(new BoundedChannelOptions(NumbersCapacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
            }

            public async Task Send(string mail) => await _mails.Writer.WriteAsync(mail);
            public ValueTask Count(int n) => Put(n);
            private ValueTask Put(int n) => _numbers.Writer.WriteAsync(n);
            protected void Add(string text) => _texts.Add(text);
            async Task Read() { await foreach (var mail in _mails.Reader.ReadAllAsync()) Console.WriteLine(mail); }
        }
        """);

    [Fact]
    public Task One_whose_writers_would_drop_what_does_not_fit_has_no_fix() => Rule.OffersNoFix("""
        using System.Collections.Concurrent;
        using System.Threading.Channels;
        using System.Threading.Tasks.Dataflow;

        class Mails
        {
            private readonly Channel<string> _mails = [|Channel.CreateUnbounded<string>()|];
            private readonly BlockingCollection<string> _texts = [|new BlockingCollection<string>()|];
            private readonly ActionBlock<string> _block = [|new ActionBlock<string>(Console.WriteLine)|];
            private readonly TransformBlock<string, int> _lengths = [|new(t => t.Length, new ExecutionDataflowBlockOptions { MaxDegreeOfParallelism = 4 })|];
            public Channel<int> Numbers { get; } = [|Channel.CreateUnbounded<int>()|];

            public void Send(string mail) => _mails.Writer.TryWrite(mail);
            public void Add(string text) => _texts.TryAdd(text);
            public void Post(string text) => _block.Post(text);
            public Task Measure(string text) => _lengths.SendAsync(text);
            public void Count(int n) => Numbers.Writer.TryWrite(n);
        }

        abstract class Requests<T>
        {
            private readonly Channel<T> _requests = [|Channel.CreateUnbounded<T>()|];
            public ChannelWriter<T> Writer => _requests.Writer;
            public ChannelReader<T> Reader => _requests.Reader;
        }
        """);

    [Fact]
    public Task It_is_information_that_names_the_queue_and_a_writer()
    {
        const string mails = """
            using System.Threading.Channels;

            class Mails
            {
                private readonly Channel<string> _mails = [|Channel.CreateUnbounded<string>()|];
                public ValueTask Send(string mail) => _mails.Writer.WriteAsync(mail);
            }
            """;
        return Task.WhenAll(
            Rule.ReportsAs(DiagnosticSeverity.Info, mails),
            Rule.Reports(mails, "'_mails' takes whatever 'Send' brings: while its reader is slower, it grows until the memory is used up. Bound it, and let writers wait."));
    }

    [Fact]
    public Task One_that_is_bounded_or_finite_is_fine() => Rule.StaysSilent("""
        using System.Collections.Concurrent;
        using System.Threading.Channels;
        using System.Threading.Tasks.Dataflow;

        class Mails(ExecutionDataflowBlockOptions options)
        {
            private readonly Channel<string> _bounded = Channel.CreateBounded<string>(100);
            private readonly BlockingCollection<string> _few = new(100);
            private readonly ActionBlock<string> _block = new(Console.WriteLine, new ExecutionDataflowBlockOptions { BoundedCapacity = 100 });
            private readonly ActionBlock<string> _given = new(Console.WriteLine, options);
            private readonly Channel<string> _unused = Channel.CreateUnbounded<string>();

            public ValueTask Send(string mail) => _bounded.Writer.WriteAsync(mail);
            public void Add(string text) => _few.Add(text);
            public void Post(string text) { _block.Post(text); _given.Post(text); }
            public ChannelReader<string> Reader => _unused.Reader;

            public async Task<int> Once(string[] texts)
            {
                var channel = Channel.CreateUnbounded<string>();
                foreach (var text in texts)
                    await channel.Writer.WriteAsync(text);
                return channel.Reader.Count;
            }
        }

        class Numbers
        {
            private readonly Channel<int> _numbers = Channel.CreateUnbounded<int>();
            public Numbers() { for (var i = 0; i < 10; i++) _numbers.Writer.TryWrite(i); }
        }

        class FixedSize
        {
            private readonly BlockingCollection<int> _last = new();
            public void Add(int n) { if (_last.Count >= 100) _last.Take(); _last.Add(n); }
        }

        class Requests
        {
            record Request(int N, TaskCompletionSource<int> Done);
            private readonly Channel<Request> _requests = Channel.CreateUnbounded<Request>();
            public async Task<int> Ask(int n)
            {
                var request = new Request(n, new());
                await _requests.Writer.WriteAsync(request);
                return await request.Done.Task;
            }
        }
        """);

    [Fact]
    public Task An_editor_that_asks_for_the_method_sees_it() => Rule.ReportsInEditor("""
        using System.Threading.Channels;

        class Mails
        {
            private readonly Channel<string> _mails = [|Channel.CreateUnbounded<string>()|];
            public ValueTask Send(string mail) => _mails.Writer.WriteAsync(mail);
        }
        """);
}
