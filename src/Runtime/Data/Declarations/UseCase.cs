namespace DistPatterns;

/// <summary>What the data is for. Each use case implies a consistency model.</summary>
public enum UseCase
{
    /// <summary>Money that must not be spent twice.</summary>
    AccountBalance = 0,

    /// <summary>A seat, a room or a slot that must not be sold twice.</summary>
    SeatBooking = 1,

    /// <summary>A stock that orders are taken from.</summary>
    Inventory = 2,

    /// <summary>A cart that must always take one more item.</summary>
    ShoppingCart = 3,

    /// <summary>A catalogue that is read far more than it is changed.</summary>
    ProductCatalogue = 4,

    /// <summary>A document that several people change at once.</summary>
    CollaborativeEditing = 5,

    /// <summary>Messages and the answers to them.</summary>
    Chat = 6,

    /// <summary>Likes, views and other counts that may be a little behind.</summary>
    Likes = 7,

    /// <summary>Names and their addresses.</summary>
    Dns = 8,
}
