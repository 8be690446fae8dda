using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace DistPatterns.Outbox;

/// <summary>While it is on, each save of a context has a transaction; of itself EF Core uses none for a single statement.</summary>
internal sealed class TransactionPerSave
{
    private AutoTransactionBehavior? _usual;

    public bool IsOn => _usual is not null;

    public void TurnOn(DatabaseFacade database)
    {
        _usual = database.AutoTransactionBehavior;
        database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
    }

    public void TurnOff(DatabaseFacade database)
    {
        database.AutoTransactionBehavior = _usual!.Value;
        _usual = null;
    }
}
