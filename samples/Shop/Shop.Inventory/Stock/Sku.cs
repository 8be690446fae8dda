namespace Shop.Inventory.Stock;

/// <summary>A thing that is sold, in one of its variants.</summary>
public sealed class Sku(string article, string variant) : IEquatable<Sku>
{
    public string Article => article;

    public string Variant => variant;

    public static Sku Parse(string text) => text.Split('/', 2) is [var article, var variant] ? new(article, variant) : new(text, "");

    public bool Equals(Sku? other) => other is not null && other.Article == article && other.Variant == variant;

    public override bool Equals(object? obj) => Equals(obj as Sku);

    public override int GetHashCode() => HashCode.Combine(article, variant);

    public override string ToString() => variant.Length == 0 ? article : $"{article}/{variant}";
}
