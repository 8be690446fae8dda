// Written from Microsoft.EntityFrameworkCore.Relational 8.0: version 10 is referenced, and has moved these members.
// Internal, so that they do not compete with those of version 10 for a call.
namespace Microsoft.EntityFrameworkCore;

internal static class RelationalQueryableExtensions
{
    public static int ExecuteDelete<TSource>(this IQueryable<TSource> source) => throw null!;

    public static Task<int> ExecuteDeleteAsync<TSource>(this IQueryable<TSource> source, CancellationToken cancellationToken = default) => throw null!;

    public static int ExecuteUpdate<TSource>(this IQueryable<TSource> source, object setPropertyCalls) => throw null!;

    public static Task<int> ExecuteUpdateAsync<TSource>(this IQueryable<TSource> source, object setPropertyCalls, CancellationToken cancellationToken = default) => throw null!;
}
