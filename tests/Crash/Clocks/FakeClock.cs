using System.CommandLine;
using System.Globalization;

namespace DistPatterns.Crash.Clocks;

/// <summary>libfaketime, which has a process take another time for the time of its machine.</summary>
internal static class FakeClock
{
    private const string Package = "install the Debian package libfaketime";

    /// <summary>The option that says where it is.</summary>
    public static Option<string> Library { get; } = Create();

    /// <summary>What starts a process whose clock is ahead by that much; monotonic time is left as it is, as on a machine whose clock was set wrong.</summary>
    public static IReadOnlyDictionary<string, string> Ahead(string library, TimeSpan by) => new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = library,
        ["FAKETIME"] = by.TotalSeconds.ToString("+0;-0", CultureInfo.InvariantCulture),
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        ["NO_FAKE_STAT"] = "1",
    };

    private static Option<string> Create()
    {
        var option = new Option<string>("--libfaketime")
        {
            Description = "Where libfaketime.so.1 is; where its package has it, if not given.",
            DefaultValueFactory = given =>
            {
                if (Installed() is { } installed)
                {
                    return installed;
                }

                given.AddError($"There is no libfaketime: {Package}, or say by --libfaketime where it is.");
                return "";
            },
        };
        option.Validators.Add(given =>
        {
            if (given.Tokens is [{ Value: var said }] && !File.Exists(said))
            {
                given.AddError($"--libfaketime is '{said}', which is not there: {Package}.");
            }
        });
        return option;
    }

    private static string? Installed() =>
        Directory.Exists("/usr/lib") ? Directory.EnumerateDirectories("/usr/lib").Select(machine => Path.Combine(machine, "faketime", "libfaketime.so.1")).FirstOrDefault(File.Exists) : null;
}
