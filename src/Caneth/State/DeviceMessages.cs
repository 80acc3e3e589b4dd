using System.Runtime.CompilerServices;
using Caneth.Sessions;
using Caneth.Signals;

namespace Caneth.State;

/// <summary>
/// What was sent last of each message on each device, and how messages are protected where somebody said it by hand. It goes where the
/// device and the database go, so that another runspace counts on and does not count anew. Safe for all threads.
/// </summary>
internal static class DeviceMessages
{
    private static readonly ConditionalWeakTable<CanSession, SentMessages> Sent = [];
    private static readonly ConditionalWeakTable<MessageDefinition, Choice> ByHand = [];

    /// <summary>What was sent last on a device.</summary>
    public static SentMessages SentOn(CanSession session) => Sent.GetValue(session, static _ => new());

    /// <summary>How a message is protected: as somebody said by hand, else as its database says.</summary>
    /// <returns>The protection, or null where there is none.</returns>
    public static MessageProtection? ProtectionOf(MessageDefinition message) =>
        ByHand.TryGetValue(message, out var choice) ? choice.Protection : message.Protection;

    /// <summary>Says by hand how a message is protected.</summary>
    /// <param name="message">The message.</param>
    /// <param name="protection">The protection; null for none.</param>
    public static void Protect(MessageDefinition message, MessageProtection? protection) => ByHand.AddOrUpdate(message, new(protection));

    private sealed record Choice(MessageProtection? Protection);
}
