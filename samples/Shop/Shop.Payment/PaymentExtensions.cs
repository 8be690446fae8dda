using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.Payment;

public static class PaymentExtensions
{
    public static IServiceCollection AddPayments(this IServiceCollection services, IConfiguration configuration)
    {
        var provider = new Uri(configuration["Payment:Provider"] ?? "https://payments.example/");
        services.AddHttpClient<IPaymentGateway, PaymentGateway>(client =>
        {
            client.BaseAddress = provider;
            client.DefaultRequestHeaders.Add("X-Shop", "web");
        });
        services.AddHttpClient<RefundClient>(client =>
        {
            client.BaseAddress = provider;
            client.Timeout = TimeSpan.FromSeconds(20);
        });
        services.AddHttpClient<IFraudScreening, FraudScreening>(client => client.BaseAddress = new Uri(configuration["Payment:Fraud"] ?? "https://fraud.example/"))
            .ConfigureHttpClient(client => client.Timeout = TimeSpan.FromSeconds(5));
        services.AddHttpClient<ExchangeRates>(client => client.BaseAddress = new Uri(configuration["Payment:Rates"] ?? "https://rates.example/"))
            .AddStandardResilienceHandler();
        services.AddSingleton(_ => new InvoiceArchive(new Uri(configuration["Payment:Archive"] ?? "https://archive.example/")));
        services.AddSingleton(_ => new ProviderStatus(new Uri(provider, "status")));
        services.AddSingleton(_ => new SettlementReports(provider));
        return services;
    }
}
