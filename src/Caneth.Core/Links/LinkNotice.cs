namespace Caneth.Links;

/// <summary>Something about a link that a person may want to know.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Message">What happened, in words.</param>
public sealed record LinkNotice(LinkNoticeKind Kind, string Message);
