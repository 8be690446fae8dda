using System.Data.Common;
using System.Globalization;

namespace DistPatterns.Storage;

internal static class DbCommandExtensions
{
    public static void AddParameter(this DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }

    /// <summary>Sets a parameter, which is added where the command does not have it yet.</summary>
    public static void SetParameter(this DbCommand command, string name, object value)
    {
        if (command.Parameters.Contains(name))
        {
            command.Parameters[name].Value = value;
        }
        else
        {
            command.AddParameter(name, value);
        }
    }

    public static async ValueTask<int> ExecuteAsync(this DbCommand command, string statement, CancellationToken cancellationToken)
    {
        command.CommandText = statement;
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What a statement counts; zero where it has nothing to count.</summary>
    public static async ValueTask<int> CountAsync(this DbCommand command, string statement, CancellationToken cancellationToken)
    {
        command.CommandText = statement;
        var cell = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        return cell is null or DBNull ? 0 : (int)Math.Min(int.MaxValue, Convert.ToInt64(cell, CultureInfo.InvariantCulture));
    }
}
