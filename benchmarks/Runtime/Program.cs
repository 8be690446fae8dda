using BenchmarkDotNet.Running;
using DistPatterns.Benchmarks;

if (args is ["range"])
{
    StrategyRange.Run();
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
