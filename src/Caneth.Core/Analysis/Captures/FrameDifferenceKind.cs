namespace Caneth.Analysis;

/// <summary>In which way frames of a second capture are not what those of the first were.</summary>
public enum FrameDifferenceKind
{
    /// <summary>Bits that never changed change now: what a button, a switch or a lamp does.</summary>
    Switch,

    /// <summary>Bits that never changed have another value all the time.</summary>
    State,

    /// <summary>Bits that changed before do so much more often, or much less.</summary>
    Activity,

    /// <summary>A byte has values that it never had.</summary>
    Value,

    /// <summary>An id that never came.</summary>
    NewId,

    /// <summary>An id that does not come any more.</summary>
    MissingId,

    /// <summary>An id that comes much more often, or much less.</summary>
    Rate,

    /// <summary>Frames of a length that they never had.</summary>
    Length,
}
