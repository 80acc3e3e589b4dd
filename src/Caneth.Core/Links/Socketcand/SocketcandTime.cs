namespace Caneth.Links.Socketcand;

/// <summary>What is made of the times that a socketcand server gives.</summary>
internal enum SocketcandTime
{
    /// <summary>They are brought to the time of this computer.</summary>
    Anchored,

    /// <summary>Nothing: the time of arrival counts.</summary>
    Host,

    /// <summary>They are taken as they are.</summary>
    Remote,
}
