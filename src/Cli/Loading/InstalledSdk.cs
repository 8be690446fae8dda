using Microsoft.Build.Locator;

namespace DistPatterns.Cli.Loading;

/// <summary>Makes the machine's own MSBuild the one that evaluates project files. Must run before any type of Microsoft.Build is touched.</summary>
internal static class InstalledSdk
{
    // what the locator leaves behind for this process; a child must find its own SDK, by the global.json of its folder
    private static readonly string[] Traces = ["MSBUILD_EXE_PATH", "MSBuildExtensionsPath", "MSBuildSDKsPath"];
    private static readonly Lock Gate = new();

    /// <exception cref="CheckException">No SDK is installed.</exception>
    public static void Use()
    {
        lock (Gate)
        {
            if (MSBuildLocator.IsRegistered)
                return;
            // asked for from the tool's own folder: a repository's global.json may want an SDK that is not here, and evaluation can do without it
            var query = new VisualStudioInstanceQueryOptions { DiscoveryTypes = DiscoveryType.DotNetSdk, WorkingDirectory = AppContext.BaseDirectory };
            var newest = MSBuildLocator.QueryVisualStudioInstances(query).MaxBy(i => i.Version)
                ?? throw new CheckException("no .NET SDK was found", "install one (https://dot.net/download) or put its 'dotnet' on the PATH");
            MSBuildLocator.RegisterInstance(newest);
            foreach (var trace in Traces)
                Environment.SetEnvironmentVariable(trace, null);
        }
    }
}
