using System.Data.Common;

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
}
