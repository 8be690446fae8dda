#pragma warning disable // as docs/rules/DP1001.md shows it
using DistPatterns.Http;
using Microsoft.Extensions.DependencyInjection;

public static class PriceRegistration
{
    public static void AddPrices(this IServiceCollection services) => services.AddHttpClient<PriceList>().AddDistPatternsResilience();
}

public class PriceList(HttpClient http)
{
    public Task<string> Get() => http.GetStringAsync("https://prices/today");
}
