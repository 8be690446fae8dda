using System.Data.Common;
using System.Globalization;

namespace DistPatterns.Storage;

/// <summary>
/// The tables that one part of this library keeps in a database, with their version, which stands in the table
/// <c>dp_schema</c>. Names carry no schema: they are found by the connection's search path.
/// </summary>
/// <param name="component">The part that owns the tables.</param>
/// <param name="version">The version that this library reads and writes.</param>
/// <param name="script">What creates the tables. It may run where they exist already.</param>
/// <param name="check">What to check, and to set right, where the version of the tables is not all.</param>
/// <param name="upgradesFrom">The oldest version of which the script makes this one, by what it adds; null where it makes it of none.</param>
public sealed class StoreSchema(
    string component, int version, string script, Func<DbConnection, CancellationToken, ValueTask>? check = null, int? upgradesFrom = null)
{
    /// <summary>The part that owns the tables.</summary>
    public string Component { get; } = component;

    /// <summary>The version that this library reads and writes.</summary>
    public int Version { get; } = version;

    /// <summary>The whole script, for those who create tables by their own migrations; its row of <c>dp_schema</c> included.</summary>
    public string Script { get; } = $"""
        create table if not exists dp_schema (component text primary key, version integer not null);
        {script}
        ;
        {RecordVersion(component, version, upgradesFrom ?? version)}
        """;

    /// <summary>Creates the tables where they are missing, and adds to those of an older version what they lack. Several processes may do so at once.</summary>
    /// <exception cref="SchemaMismatchException">They are there in a version that cannot become this one. Nothing was changed.</exception>
    public async ValueTask CreateAsync(DbDataSource source, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                await RunScriptAsync(source, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (DbException e) when (e.SqlState is "23505" or "42P07" or "42710")
            {
                // PostgreSQL fails the second of two that create one table at once, when the first has committed: now it is there.
            }
        }
    }

    /// <summary>Checks that the tables are there in the version that this library needs, and what else must hold before they are used.</summary>
    /// <exception cref="SchemaMismatchException">They are not; the message says what is there and what to run.</exception>
    /// <exception cref="DbException">The database is away.</exception>
    public async ValueTask CheckAsync(DbDataSource source, CancellationToken cancellationToken = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await DemandVersionAsync(connection, transaction: null, cancellationToken).ConfigureAwait(false);
            if (check is not null)
            {
                await check(connection, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (DbException e) when (!e.IsTransient)
        {
            throw new SchemaMismatchException(Component, Version, found: null, e);
        }
    }

    private async ValueTask RunScriptAsync(DbDataSource source, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = Script;
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await DemandVersionAsync(connection, transaction, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask DemandVersionAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "select version from dp_schema where component = @component";
        command.AddParameter("component", Component);
        var cell = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        int? found = cell is null ? null : Convert.ToInt32(cell, CultureInfo.InvariantCulture);
        if (found != Version)
        {
            throw new SchemaMismatchException(Component, Version, found, isUpgradable: found >= upgradesFrom && found < Version);
        }
    }

    // raises the version of older tables and leaves that of newer ones
    private static string RecordVersion(string component, int version, int oldest) =>
        $"insert into dp_schema (component, version) values ('{component}', {version})\n"
        + "on conflict (component) do update set version = excluded.version "
        + $"where dp_schema.version >= {oldest} and dp_schema.version < excluded.version;";
}
