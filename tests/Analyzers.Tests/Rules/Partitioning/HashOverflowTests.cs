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

    [Theory]
    [InlineData("h = h == int.MinValue ? 0 : Math.Abs(h); return lanes[h % lanes.Length];")]
    [InlineData("if (h < 0) h = ~h; return lanes[h % lanes.Length];")]
    [InlineData("if (h is int.MinValue) return lanes[0]; return lanes[Math.Abs(h) % lanes.Length];")]
    [InlineData("if (int.MinValue == h) h++; return lanes[Math.Abs(h) % lanes.Length];")]
    [InlineData("h &= int.MaxValue; return lanes[h % lanes.Length];")]
    [InlineData("h = h & int.MaxValue; return lanes[h % lanes.Length];")]
    [InlineData("return lanes[(key.GetHashCode() == int.MinValue ? 0 : Math.Abs(key.GetHashCode())) % lanes.Length];")]
    [InlineData("return lanes[(h switch { int.MinValue => 0, _ => Math.Abs(h) }) % lanes.Length];")]
    public Task A_hash_whose_sign_was_looked_at_is_fine(string body) =>
        Rule.StaysSilent($$"""class Pool(object[] lanes) { object Lane(string key) { var h = key.GetHashCode(); {{body}} } }""");

    [Theory]
    [InlineData("Math.Abs((int)System.IO.Hashing.XxHash32.HashToUInt32(bytes))")]
    [InlineData("Math.Abs((int)System.IO.Hashing.XxHash64.HashToUInt64(bytes))")]
    [InlineData("Math.Abs(unchecked((int)System.IO.Hashing.Crc32.HashToUInt32(bytes)))")]
    [InlineData("Math.Abs(BitConverter.ToInt32(System.Security.Cryptography.SHA256.HashData(bytes), 0))")]
    [InlineData("Math.Abs(Murmur(bytes))")]
    [InlineData("int.Abs(bytes.GetHashCode())")]
    [InlineData("int.Abs(Murmur(bytes))")]
    public Task The_absolute_value_of_any_32_bits_of_a_hash_is_reported(string index) =>
        Rule.Reports($$"""class Pool(object[] lanes) { object Lane(byte[] bytes) => lanes[[|{{index}}|] % lanes.Length]; static int Murmur(byte[] key) => key[0] << 31; }""");

    [Fact]
    public Task A_hash_in_a_local_is_reported() => Rule.Reports("""
        class Pool(object[] lanes)
        {
            object Unsigned(byte[] bytes) { var hash = System.IO.Hashing.XxHash32.HashToUInt32(bytes); return lanes[[|Math.Abs((int)hash)|] % lanes.Length]; }
            object Later(string key) { int hash; hash = key.GetHashCode(); hash = [|Math.Abs(hash)|]; return lanes[hash % lanes.Length]; }
            object Checked(string key) { var index = [|int.Abs(key.GetHashCode())|] % lanes.Length; return index == 0 ? lanes[0] : lanes[index]; }
        }
        """,
        "A hash may be int.MinValue: 'Math.Abs' throws an OverflowException for it. Clear the sign with '& int.MaxValue'.",
        "A hash may be int.MinValue: 'Math.Abs' throws an OverflowException for it. Clear the sign with '& int.MaxValue'.",
        "A hash may be int.MinValue: 'int.Abs' throws an OverflowException for it. Clear the sign with '& int.MaxValue'.");

    [Fact]
    public Task What_is_no_hash_may_be_anything() => Rule.StaysSilent("""
        class Pool
        {
            int Count(HashSet<string> hashes) => Math.Abs(hashes.Count);
            int Wide(ulong difference) => Math.Abs((int)difference);
            long Long(byte[] bytes) => Math.Abs((long)System.IO.Hashing.XxHash32.HashToUInt32(bytes));
            int Read(byte[] header) => Math.Abs(BitConverter.ToInt32(header, 0));
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
