using System.Diagnostics.CodeAnalysis;

namespace Caneth.Diagnostics;

/// <summary>Makes messages of frames.</summary>
/// <typeparam name="TMessage">What they are.</typeparam>
internal interface IFrameJoiner<TMessage>
    where TMessage : class
{
    /// <summary>Takes the next frame.</summary>
    void Add(in CanFrame frame);

    /// <summary>Takes a message that has ended.</summary>
    /// <returns>Whether there is one.</returns>
    bool TryTake([NotNullWhen(true)] out TMessage? message);

    /// <summary>There are no more frames.</summary>
    void End();
}

/// <summary>What every joiner can do.</summary>
internal static class FrameJoinerExtensions
{
    /// <summary>Makes the messages of frames.</summary>
    /// <param name="joiner">A joiner that has seen no frame.</param>
    /// <param name="frames">The frames, in their order.</param>
    /// <returns>The messages, as they end.</returns>
    public static IEnumerable<TMessage> Join<TMessage>(this IFrameJoiner<TMessage> joiner, IEnumerable<CanFrame> frames)
        where TMessage : class
    {
        foreach (var frame in frames)
        {
            joiner.Add(frame);
            while (joiner.TryTake(out var message))
            {
                yield return message;
            }
        }

        joiner.End();
        while (joiner.TryTake(out var message))
        {
            yield return message;
        }
    }
}
