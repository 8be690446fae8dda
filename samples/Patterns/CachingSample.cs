using DistPatterns.Caching;
using Microsoft.Extensions.DependencyInjection;

namespace Patterns;

/// <summary>A reader has loaded the old value when the new one is written, and is slow to put it into the cache.</summary>
internal static class CachingSample
{
    public static async Task RunAsync()
    {
        await using var services = new ServiceCollection().AddVersionedCache().BuildServiceProvider();
        var cache = services.GetRequiredService<VersionedCache>();
        var price = 10;
        var hasRead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goesOn = new TaskCompletionSource();

        var slowReader = cache.GetOrLoadAsync("price", async token =>
        {
            var read = price;
            hasRead.SetResult();
            await goesOn.Task.WaitAsync(token);
            return read;
        }).AsTask();
        await hasRead.Task;
        price = 12;
        await cache.InvalidateAsync("price");
        goesOn.SetResult();

        Console.WriteLine($"the reader that began before the change gets {await slowReader}");
        Console.WriteLine($"whoever comes after gets {await cache.GetOrLoadAsync("price", _ => ValueTask.FromResult(price))}");
    }
}
