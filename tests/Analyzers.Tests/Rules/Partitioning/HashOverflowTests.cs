using DistPatterns.Rules.Partitioning;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Partitioning;

public sealed class HashOverflowTests
{
    private static readonly RuleTest Rule = RuleTest.Of<HashOverflow>();

    [Fact]
    public Task The_absolute_value_of_any_hash_is_reported_and_masked() => Rule.Fixes(
        """
        record Order(string Id);

        class Pool(object[] lanes)
        {
            object Lane(string key) => lanes[[|Math.Abs(key.GetHashCode())|] % lanes.Length];
            int Plain(Order order) { return [|Math.Abs(order.GetHashCode())|]; }
            int Local(string a, string b)
            {
                var hash = HashCode.Combine(a, b);
                var positive = /* no sign */ [|Math.Abs(hash)|];
                return positive % 8;
            }
            int Mixed(string a, int seed) => 31 * [|Math.Abs(a.GetHashCode())|];
        }
        """,
        """
        record Order(string Id);

        class Pool(object[] lanes)
        {
            object Lane(string key) => lanes[(key.GetHashCode() & int.MaxValue) % lanes.Length];
            int Plain(Order order) { return order.GetHashCode() & int.MaxValue; }
            int Local(string a, string b)
            {
                var hash = HashCode.Combine(a, b);
                var positive = /* no sign */ hash & int.MaxValue;
                return positive % 8;
            }
            int Mixed(string a, int seed) => 31 * (a.GetHashCode() & int.MaxValue);
        }
        """);

    [Fact]
    public Task A_signed_remainder_that_becomes_an_index_is_reported_and_masked() => Rule.Fixes(
        """
        class Pool(object[] lanes, List<object> list)
        {
            object Direct(string key) => lanes[[|key.GetHashCode() % lanes.Length|]];
            object Local(Guid key)
            {
                var index = [|key.GetHashCode() % list.Count|];
                return list[index];
            }
            int ShardOf(string key) => [|key.GetHashCode() % 16|];
        }
        """,
        """
        class Pool(object[] lanes, List<object> list)
        {
            object Direct(string key) => lanes[(key.GetHashCode() & int.MaxValue) % lanes.Length];
            object Local(Guid key)
            {
                var index = (key.GetHashCode() & int.MaxValue) % list.Count;
                return list[index];
            }
            int ShardOf(string key) => (key.GetHashCode() & int.MaxValue) % 16;
        }
        """);

    [Fact]
    public Task A_hash_whose_sign_is_cared_for_is_fine() => Rule.StaysSilent("""
        class Pool(object[] lanes, Dictionary<int, object> table)
        {
            object Masked(string key) => lanes[(key.GetHashCode() & int.MaxValue) % lanes.Length];
            object Unsigned(string key) => lanes[(uint)key.GetHashCode() % lanes.Length];
            object Late(string key) => lanes[Math.Abs(key.GetHashCode() % lanes.Length)];
            object Shifted(string key) => lanes[(key.GetHashCode() % lanes.Length + lanes.Length) % lanes.Length];
            long Wide(string key) => Math.Abs((long)key.GetHashCode());
            object Compared(string key)
            {
                var index = key.GetHashCode() % lanes.Length;
                if (index < 0)
                    index += lanes.Length;
                return lanes[index];
            }
            object Looked(string key) => table[key.GetHashCode() % 8];
            int Other(int number) => Math.Abs(number);
        }
        """);

    [Fact]
    public Task An_editor_that_asks_for_the_method_sees_it() => Rule.ReportsInEditor("""
        class Pool
        {
            void Other() { }
            int Run(string key) => [|Math.Abs(key.GetHashCode())|];
        }
        """);
}
