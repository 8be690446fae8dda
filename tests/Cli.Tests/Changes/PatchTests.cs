using DistPatterns.Cli.Changes;

namespace DistPatterns.Cli.Tests.Changes;

public sealed class PatchTests
{
    [Fact]
    public void Changed_lines_are_those_of_the_new_file() => Assert.Equal(
        [("A.cs", 2, 2), ("A.cs", 10, 12), ("A.cs", 20, 21), ("src/B.cs", 0, 1)],
        Read("""
            diff --git a/A.cs b/A.cs
            --- a/A.cs
            +++ b/A.cs
            @@ -2 +2 @@ class A
            -old
            +new
            @@ -9,0 +10,3 @@
            +one
            +two
            +three
            @@ -17,2 +20,0 @@
            -gone
            -gone too
            diff --git a/src/B.cs b/src/B.cs
            --- a/src/B.cs
            +++ b/src/B.cs
            @@ -1,2 +0,0 @@
            -first
            -second
            """));

    [Fact]
    public void Content_that_looks_like_a_header_is_content() => Assert.Equal(
        [("A.cs", 1, 2), ("A.cs", 5, 5)],
        Read("""
            +++ b/A.cs
            @@ -1 +1,2 @@
            --- a/X.cs
            +++ b/X.cs
            +@@ -1 +1 @@
            \ No newline at end of file
            @@ -4 +5 @@
            -x
            +y
            """));

    [Fact]
    public void Names_are_unquoted() => Assert.Equal(
        [("Größe.cs", 1, 1), ("with blank.cs", 1, 1), ("a\"b\\c\td\u00f6😀.cs", 1, 1)],
        Read("+++ b/Größe.cs\n@@ -0,0 +1 @@\n+x\n+++ b/with blank.cs\t\n@@ -0,0 +1 @@\n+x\n+++ \"b/a\\\"b\\\\c\\td\\303\\266😀.cs\"\n@@ -0,0 +1 @@\n+x\n"));

    private static IEnumerable<(string, int, int)> Read(string patch) => Patch.Read(patch).Select(c => (c.File, c.Lines.First, c.Lines.Last));
}
