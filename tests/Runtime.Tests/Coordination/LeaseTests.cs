using System.Diagnostics;
using DistPatterns.Coordination;
using DistPatterns.Runtime.Tests.Tracing;

namespace DistPatterns.Runtime.Tests.Coordination;

/// <summary>One holder and its store, in virtual time. The lease lasts 15 s: renewed every 5, given up after 10.</summary>
public sealed class LeaseTests
{
    private readonly Simulation.Simulation _simulation = new(seed: 1);
    private readonly LeaseOptions _options = new() { Ttl = TimeSpan.FromSeconds(15) };
    private readonly ProcessTime _time;
    private readonly LeaseRow _row;
    private readonly LeaseClient _client;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public LeaseTests()
    {
        _time = new(_simulation);
        _row = new(_simulation.Time);
        _client = new(_row, _options, _time);
    }

    [Fact]
    public void A_lease_is_renewed_every_third_of_its_time() => _simulation.Run(async () =>
    {
        var renewals = 0;
        _row.Renewing = () => renewals++;
        await using var lease = await _client.AcquireAsync("billing", Cancel);

        await After(31);

        Assert.True(lease.IsHeld);
        Assert.Equal(6, renewals);
    });

    [Fact]
    public void When_the_store_goes_away_the_token_fires_two_thirds_after_the_last_renewal() => _simulation.Run(async () =>
    {
        await using var lease = await _client.AcquireAsync("billing", Cancel);
        await After(6); // renewed at 5
        _row.Away = new IOException("away");

        await After(8.9);
        Assert.False(lease.Lost.IsCancellationRequested);
        await After(0.2);

        Assert.True(lease.Lost.IsCancellationRequested);
        Assert.False(lease.IsHeld);
        Assert.Throws<LeaseLostException>(lease.ThrowIfLost);
        _row.Away = null;
        Assert.Null(await _client.TryAcquireAsync("billing", Cancel)); // the store still counts to 20
    });

    [Fact]
    public void A_store_that_comes_back_in_time_keeps_the_lease() => _simulation.Run(async () =>
    {
        await using var lease = await _client.AcquireAsync("billing", Cancel);
        _row.Away = new IOException("away");
        await After(8);
        _row.Away = null;

        await After(60);

        Assert.True(lease.IsHeld);
    });

    [Fact]
    public void A_renewal_counts_from_when_it_was_sent_not_answered() => _simulation.Run(async () =>
    {
        var slow = new SlowLeaseStore(_row, _simulation.Time);
        await using var lease = await new LeaseClient(slow, _options, _time).AcquireAsync("billing", Cancel);
        slow.Delay = TimeSpan.FromSeconds(2);
        await After(9.5); // sent at 5, answered at 7
        _row.Away = new IOException("away");

        await After(5.4);
        Assert.True(lease.IsHeld);
        await After(0.2);

        Assert.False(lease.IsHeld);
    });

    [Fact]
    public void A_renewal_that_hangs_leaves_time_for_another() => _simulation.Run(async () =>
    {
        var slow = new SlowLeaseStore(_row, _simulation.Time);
        await using var lease = await new LeaseClient(slow, _options, _time).AcquireAsync("billing", Cancel);
        slow.Delay = TimeSpan.FromMinutes(1);
        await After(6);
        slow.Delay = TimeSpan.Zero;

        await After(60);

        Assert.True(lease.IsHeld);
    });

    [Fact]
    public async Task Renewals_are_no_part_of_what_took_the_lease()
    {
        var ambient = new AsyncLocal<string?> { Value = "a request" };
        var seen = new TaskCompletionSource<string?>();
        var row = new LeaseRow(TimeProvider.System) { Renewing = () => seen.TrySetResult(ambient.Value) };
        await using var lease = await new LeaseClient(row, new() { Ttl = TimeSpan.FromSeconds(3) }).AcquireAsync("billing", Cancel);

        Assert.Null(await seen.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancel));
    }

    [Fact]
    public void Each_question_to_the_store_is_a_span_with_its_answer() => _simulation.Run(async () =>
    {
        using var spans = new RecordedSpans("DistPatterns.Coordination", span => span.GetTagItem("lease") is "traced");
        using var request = new Activity("request").Start();
        var lease = await _client.AcquireAsync("traced", Cancel);
        Assert.Null(await _client.TryAcquireAsync("traced", Cancel));
        await After(5.1); // renewed at 5
        _row.Away = new IOException("away");
        await After(5); // and at 10 in vain
        _row.Away = null;
        await lease.DisposeAsync();

        Assert.Equal(
            [
                ("acquire lease", lease.Token, ActivityStatusCode.Unset),
                ("acquire lease", null, ActivityStatusCode.Unset),
                ("renew lease", lease.Token, ActivityStatusCode.Unset),
                ("renew lease", null, ActivityStatusCode.Error),
                ("resign lease", true, ActivityStatusCode.Unset),
            ],
            spans.Ended.Select(span => (span.DisplayName, span.GetTagItem("lease.answer"), span.Status)));
        Assert.Equal(request.Id, spans.Ended.First().ParentId);
    });

    [Fact]
    public void A_store_that_is_away_never_grants() => _simulation.Run(async () =>
    {
        _row.Away = new IOException("away");
        await Assert.ThrowsAsync<IOException>(async () => await _client.TryAcquireAsync("billing", Cancel));
        var waiting = _client.AcquireAsync("billing", Cancel).AsTask();

        await After(600);
        Assert.False(waiting.IsCompleted);
        _row.Away = null;
        await After(3);

        await using var lease = await waiting;
        Assert.Equal(1, lease.Token);
    });

    [Fact]
    public void A_store_that_does_not_answer_is_given_up_after_a_sixth() => _simulation.Run(async () =>
    {
        var client = new LeaseClient(new SlowLeaseStore(_row, _simulation.Time) { Delay = TimeSpan.FromHours(0.5) }, _options, _time);
        await Assert.ThrowsAsync<TimeoutException>(async () => await client.TryAcquireAsync("billing", Cancel));
        Assert.Equal(2.5, _simulation.Elapsed.TotalSeconds, precision: 3);
    });

    [Fact]
    public void An_answer_that_comes_after_a_pause_grants_nothing() => _simulation.Run(async () =>
    {
        var slow = new SlowLeaseStore(_row, _simulation.Time) { Process = _time };
        var client = new LeaseClient(slow, _options, _time);
        _time.Pause(TimeSpan.FromSeconds(11));

        Lease? lease = null;
        var refused = await Record.ExceptionAsync(async () => lease = await client.TryAcquireAsync("billing", Cancel));

        Assert.True(lease is null, $"held after {_simulation.Elapsed} ({refused})");
    });

    [Fact]
    public void A_lease_that_went_to_another_is_lost_at_the_next_renewal() => _simulation.Run(async () =>
    {
        await using var lease = await _client.AcquireAsync("billing", Cancel);
        _row.Break();
        await using var next = await _client.AcquireAsync("billing", Cancel);

        await After(5.1);

        Assert.True(lease.Lost.IsCancellationRequested);
        Assert.True(next.IsHeld && next.Token > lease.Token);
    });

    [Fact]
    public void Disposing_stops_the_work_and_frees_the_lease_for_the_next_token() => _simulation.Run(async () =>
    {
        var lease = await _client.AcquireAsync("billing", Cancel);
        await lease.DisposeAsync();
        await lease.DisposeAsync();

        Assert.True(lease.Lost.IsCancellationRequested);
        await using var next = await _client.TryAcquireAsync("billing", Cancel);
        Assert.Equal(lease.Token + 1, next!.Token);
    });

    [Fact]
    public void Disposing_while_the_store_is_away_leaves_the_lease_to_expire() => _simulation.Run(async () =>
    {
        var lease = await _client.AcquireAsync("billing", Cancel);
        _row.Away = new IOException("away");
        await lease.DisposeAsync();
        _row.Away = null;

        Assert.Null(await _client.TryAcquireAsync("billing", Cancel));
        await After(15);
        await using var next = await _client.TryAcquireAsync("billing", Cancel);
        Assert.NotNull(next);
    });

    [Fact]
    public void Two_of_one_process_exclude_each_other() => _simulation.Run(async () =>
    {
        await using var lease = await _client.TryAcquireAsync("billing", Cancel);
        Assert.NotNull(lease);
        Assert.Null(await _client.TryAcquireAsync("billing", Cancel));
    });

    [Fact]
    public async Task A_lease_without_a_name_is_an_error_and_no_wait()
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await _client.AcquireAsync(" ", Cancel));
        await Assert.ThrowsAsync<ArgumentException>(async () => await _client.TryAcquireAsync("", Cancel));
    }

    [Fact]
    public void An_option_out_of_range_is_named_with_its_value_and_range()
    {
        var error = Assert.Throws<System.ComponentModel.DataAnnotations.ValidationException>(() => new LeaseClient(_row, new() { Ttl = TimeSpan.Zero }));
        Assert.Equal("Ttl is 00:00:00: it must be between 00:00:00.3000000 and 1.00:00:00.", error.Message);
    }

    private Task After(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), _simulation.Time);

    private sealed class SlowLeaseStore(ILeaseStore store, TimeProvider time) : ILeaseStore
    {
        public TimeSpan Delay { get; set; }

        public ProcessTime? Process { get; init; }

        public async ValueTask<long?> TryTakeAsync(string name, Guid owner, TimeSpan ttl, CancellationToken cancellationToken)
        {
            var token = await store.TryTakeAsync(name, owner, ttl, cancellationToken);
            await Task.Delay(Delay, time, cancellationToken);
            await (Process?.RunningAsync() ?? Task.CompletedTask);
            return token;
        }

        public ValueTask<bool> ResignAsync(string name, Guid owner, long token, CancellationToken cancellationToken) => store.ResignAsync(name, owner, token, cancellationToken);
    }
}
