namespace Caneth;

/// <summary>Something that Caneth could not do: the message says what happened, <see cref="Recommendation"/> what to do about it.</summary>
public abstract class CanException : IOException
{
    private protected CanException(string message, string? recommendation, Exception? innerException)
        : base(VisibleText.OfLines(message), innerException) => Recommendation = recommendation;

    /// <summary>What to do about it, in a sentence or two for people; null where nothing is to be done.</summary>
    public string? Recommendation { get; }

    /// <summary>As of every exception, with the recommendation after the message.</summary>
    /// <returns>The type, the message, the recommendation, and where it happened.</returns>
    public override string ToString()
    {
        var whole = base.ToString();
        var place = whole.IndexOf(Message, StringComparison.Ordinal) + Message.Length;
        return Recommendation is null ? whole : whole.Insert(place, $" {Recommendation}");
    }
}
