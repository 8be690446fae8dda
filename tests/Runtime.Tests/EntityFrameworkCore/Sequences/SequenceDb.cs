using Microsoft.EntityFrameworkCore;

namespace DistPatterns.Runtime.Tests.EntityFrameworkCore.Sequences;

internal sealed class SequenceDb(DbContextOptions<SequenceDb> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Order>();
        modelBuilder.Entity<Account>();
    }
}

/// <summary>A row that others change: a context with another version of it fails to save.</summary>
internal sealed class Account
{
    public int Id { get; init; }

    [System.ComponentModel.DataAnnotations.ConcurrencyCheck]
    public int Version { get; init; }

    public string Note { get; set; } = "";
}
