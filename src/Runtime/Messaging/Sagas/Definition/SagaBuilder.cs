namespace DistPatterns.Sagas;

/// <summary>Says how a saga goes: what starts it, its steps in their order, and from where there is no way back.</summary>
/// <typeparam name="TState">What it remembers from one message to the next; stored as a message is.</typeparam>
public sealed class SagaBuilder<TState> where TState : class, new()
{
    private readonly string _name;
    private readonly List<SagaStep<TState>> _steps = [];
    private readonly Dictionary<Type, SagaBinding<TState>> _bindings = [];
    private bool _afterPivot;

    internal SagaBuilder(string name) => _name = name;

    /// <summary>A message that starts a saga, unless there is one of its key.</summary>
    /// <param name="key">What the saga's messages know it by, as an order's id.</param>
    /// <param name="apply">What the saga takes from it.</param>
    public SagaBuilder<TState> StartedBy<TMessage>(Func<TMessage, string> key, Action<TState, TMessage>? apply = null) where TMessage : notnull
    {
        Bind(key, apply, SagaRole.Start, step: null);
        return this;
    }

    /// <summary>The next step, with nothing to undo.</summary>
    /// <param name="name">Its name, for good: sagas that are under way know it by that.</param>
    /// <param name="action">What it does.</param>
    public SagaBuilder<TState> Step(string name, Action<SagaActionBuilder<TState>> action) => Add(name, action, compensation: null);

    /// <summary>The next step.</summary>
    /// <param name="name">Its name, for good: sagas that are under way know it by that.</param>
    /// <param name="action">What it does.</param>
    /// <param name="compensation">What undoes it. It is tried until it succeeds.</param>
    public SagaBuilder<TState> Step(string name, Action<SagaActionBuilder<TState>> action, Action<SagaActionBuilder<TState>> compensation) =>
        Add(name, action, compensation);

    /// <summary>A step that is done by the time the saga comes to it, as what the message tells of that started it, and that can be undone.</summary>
    /// <param name="name">Its name, for good: sagas that are under way know it by that.</param>
    /// <param name="compensation">What undoes it. It is tried until it succeeds.</param>
    public SagaBuilder<TState> Done(string name, Action<SagaActionBuilder<TState>> compensation)
    {
        ArgumentNullException.ThrowIfNull(compensation);
        return Add(name, action: null, compensation);
    }

    /// <summary>A step that runs here, with nothing to undo: see <see cref="SagaActionBuilder{TState}.Runs"/>.</summary>
    public SagaBuilder<TState> Step(string name, Func<TState, SagaContext, CancellationToken, ValueTask> action) =>
        Add(name, a => a.Runs(action), compensation: null);

    /// <summary>A step that runs here and is undone here: see <see cref="SagaActionBuilder{TState}.Runs"/>.</summary>
    public SagaBuilder<TState> Step(
        string name, Func<TState, SagaContext, CancellationToken, ValueTask> action, Func<TState, SagaContext, CancellationToken, ValueTask> compensation) =>
        Add(name, a => a.Runs(action), c => c.Runs(compensation));

    /// <summary>The point of no return: once the steps so far are done, those that follow are tried until they succeed.</summary>
    public SagaBuilder<TState> Pivot()
    {
        _afterPivot = _steps.Count != 0 ? true : throw Wrong("has its pivot before its first step");
        return this;
    }

    internal void Bind<TMessage>(Func<TMessage, string> key, Action<TState, TMessage>? apply, SagaRole role, string? step) where TMessage : notnull
    {
        var binding = new SagaBinding<TState>(m => key((TMessage)m), (s, m) => apply?.Invoke(s, (TMessage)m), role, step);
        if (!_bindings.TryAdd(typeof(TMessage), binding))
        {
            throw Wrong($"takes a {typeof(TMessage)} for two things: a late one would be taken for the other");
        }
    }

    internal SagaDefinition<TState> Build() =>
        _steps.Count == 0 ? throw Wrong("has no step")
        : _bindings.Values.All(b => b.Role != SagaRole.Start) ? throw Wrong("is started by nothing")
        : new(_name, _steps, _bindings);

    private SagaBuilder<TState> Add(string name, Action<SagaActionBuilder<TState>>? action, Action<SagaActionBuilder<TState>>? compensation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (_steps.Any(s => s.Name == name))
        {
            throw Wrong($"has two steps '{name}'");
        }

        if (_afterPivot && compensation is not null)
        {
            throw Wrong($"undoes the step '{name}', from which there is no way back: it comes after the pivot");
        }

        _steps.Add(new(
            name,
            action is null ? new() : Build(name, action, undoes: false),
            compensation is null ? null : Build(name, compensation, undoes: true),
            _afterPivot));
        return this;
    }

    private SagaAction<TState> Build(string step, Action<SagaActionBuilder<TState>> configure, bool undoes)
    {
        var builder = new SagaActionBuilder<TState>(this, step, undoes);
        configure(builder);
        var action = builder.Action;
        var mistake =
            (action.Run is null) == (action.Command is null) ? $"must either run something or send something in the step '{step}'"
            : action.Run is not null && (action.AwaitsReply || builder.CanFailByReply) ? $"waits for a reply to what it runs itself, in the step '{step}'"
            : builder.CanFailByReply && !action.AwaitsReply ? $"knows the reply that says that the step '{step}' failed, and none that says that it is done"
            : null;
        return mistake is null ? action : throw Wrong(mistake);
    }

    private ArgumentException Wrong(string what) => new($"The saga '{_name}' {what}.");
}
