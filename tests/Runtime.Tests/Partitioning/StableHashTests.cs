using System.IO.Hashing;
using System.Text;
using DistPatterns.Partitioning;

namespace DistPatterns.Runtime.Tests.Partitioning;

public sealed class StableHashTests
{
    [Theory] // of xxHash itself: "", "a" and "abc" are in its own test vectors
    [InlineData("", 0xef46db3751d8e999)]
    [InlineData("a", 0xd24ec4f1a98c6e5b)]
    [InlineData("abc", 0x44bc2cf5ad770999)]
    public void A_text_hashes_as_the_xxHash_of_its_utf8_bytes(string text, ulong hash) => Assert.Equal(hash, StableHash.Of(text));

    [Fact]
    public void Bytes_are_hashed_in_the_order_that_is_written_down()
    {
        Assert.Equal(XxHash64.HashToUInt64([0x2a, 0, 0, 0, 0, 0, 0, 0]), StableHash.Of(42));
        Assert.Equal(XxHash64.HashToUInt64([0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff]), StableHash.Of(new Guid("00112233-4455-6677-8899-aabbccddeeff")));
        Assert.Equal(XxHash64.HashToUInt64([0xc3, 0xa9]), StableHash.Of("é"));
    }

    [Fact]
    public void What_is_stored_by_these_hashes_today_is_found_by_them_for_ever()
    {
        Assert.Equal(0xb556806fb6d14353UL, StableHash.Of(42));
        Assert.Equal(0x85d136adb773c6c9UL, StableHash.Of(-1));
        Assert.Equal(0x13c6635f71500f92UL, StableHash.Of(new Guid("00112233-4455-6677-8899-aabbccddeeff")));
        Assert.Equal(0xb638aaad2db44a3fUL, StableHash.Of("customer-4711"));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1_000)]
    public void A_long_text_hashes_as_a_short_one_does(int length)
    {
        var text = new string('é', length);
        Assert.Equal(XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(text)), StableHash.Of(text));
    }
}
