namespace Caneth.Listening;

/// <summary>What a listener counts; each is described at the property of its name in <see cref="CanListener"/>.</summary>
internal enum ListenerCounter
{
    ConnectionsAccepted,
    ConnectionsReplaced,
    ConnectionsRefused,
}
