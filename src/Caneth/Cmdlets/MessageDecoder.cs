using Caneth.Messages;
using Caneth.Signals;

namespace Caneth.Cmdlets;

/// <summary>Makes messages of frames. What a database says of an id is looked up at its first frame only.</summary>
/// <param name="databases">The databases.</param>
/// <param name="selection">Which messages are wanted.</param>
/// <param name="form">How the values of the signals are given.</param>
internal sealed class MessageDecoder(DatabaseSet databases, MessageSelection selection, SignalForm form)
{
    // A bus has a few hundred ids; whoever sends all half a billion is not to fill the memory.
    private const int MaxIds = 65_536;

    private static readonly Decoding Unknown = new(FrameMeaning.Unknown);
    private static readonly Decoding Unwanted = new(FrameMeaning.Unwanted);

    private readonly Dictionary<uint, Decoding> byId = [];

    /// <summary>The databases that it decodes with.</summary>
    public DatabaseSet Databases => databases;

    /// <summary>Decodes a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="message">The message, or null where there is none, or it is not wanted.</param>
    /// <returns>What became of it.</returns>
    public FrameMeaning Decode(in CanFrame frame, out CanMessage? message)
    {
        var meaning = Look(frame, out var decoding);
        message = decoding?.Make(frame);
        return meaning;
    }

    /// <summary>Finds what a frame means without decoding it.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="definition">The message, with the signals alone that are wanted; null where there is none, or it is not wanted.</param>
    /// <returns>What became of it.</returns>
    public FrameMeaning Find(in CanFrame frame, out MessageDefinition? definition)
    {
        var meaning = Look(frame, out var decoding);
        definition = decoding?.Definition;
        return meaning;
    }

    /// <summary>Whether one of the signals is in a frame, which depends on its multiplexers and its length.</summary>
    private static bool HasSignal(MessageCodec codec, in CanFrame frame)
    {
        for (var index = 0; index < codec.Count; index++)
        {
            if (codec.IsPresent(index, frame))
            {
                return true;
            }
        }

        return false;
    }

    private FrameMeaning Look(in CanFrame frame, out Decoding? wanted)
    {
        wanted = null;
        if ((frame.Flags & (FrameFlags.Remote | FrameFlags.Error)) != 0)
        {
            return FrameMeaning.NoData;
        }

        var key = CanDatabase.Key(frame.Id, frame.Extended);
        if (!byId.TryGetValue(key, out var decoding))
        {
            decoding = Look(frame, key);
        }

        if (decoding.Definition is not { } definition)
        {
            return decoding.Meaning;
        }

        if (selection.NeedsSignal && !HasSignal(definition.Codec, frame))
        {
            return FrameMeaning.Unwanted;
        }

        wanted = decoding;
        return FrameMeaning.Message;
    }

    private Decoding Look(in CanFrame frame, uint key)
    {
        if (byId.Count >= MaxIds)
        {
            byId.Clear();
        }

        var decoding = !databases.TryFind(frame, out var message) ? Unknown
            : selection.Of(message) is { } wanted ? new(FrameMeaning.Message, wanted, form)
            : Unwanted;
        byId.Add(key, decoding);
        return decoding;
    }

    private sealed class Decoding(FrameMeaning meaning, MessageDefinition? definition = null, SignalForm form = default)
    {
        private Func<MessageDefinition, CanFrame, CanMessage>? maker;

        public FrameMeaning Meaning => meaning;

        public MessageDefinition? Definition => definition;

        // The type of a message is made for the first one that is to be seen.
        public CanMessage Make(in CanFrame frame) => (maker ??= MessageTypes.MakerOf(definition!, form))(definition!, frame);
    }
}
