using DistPatterns;

namespace Patterns;

/// <summary>From what seats of a theatre need to how they are kept, each answer with its reason.</summary>
internal static class DecideSample
{
    public static Task RunAsync()
    {
        var model = Decide.Consistency(UseCase.SeatBooking);
        Say("consistency", model);
        Say("replication", Decide.Replication(new() { Consistency = model.Answer }));
        Say("partitioning", Decide.Partitioning(new() { Residency = true }));

        foreach (var setting in Stores.Keeping(model.Answer, DataStore.MongoDb))
        {
            Console.WriteLine($"MongoDB keeps it with: {setting.Setting}");
        }

        return Task.CompletedTask;
    }

    private static void Say<T>(string question, Decision<T> decision) => Console.WriteLine($"{question}: {decision.Answer}. {decision.Reason}");
}
