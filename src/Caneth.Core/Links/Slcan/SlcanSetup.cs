using System.Text;
using Caneth.Links.Streams;

namespace Caneth.Links.Slcan;

/// <summary>Opens the bus of an adapter: closes it first, since it can be set up only then, and waits for the answer to each command.</summary>
internal static class SlcanSetup
{
    // Frames that came before it was closed; a bus that is full brings some thousands in the time that an adapter takes.
    private const int MaxLinesBeforeAnswer = 4096;

    // Some adapters never answer; what they were told has been done by then.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private enum Answer
    {
        None,
        Yes,
        No,
    }

    /// <summary>Sets the adapter up, and opens its bus.</summary>
    /// <returns>Whether it has answered to anything.</returns>
    /// <exception cref="LinkException">The adapter refused.</exception>
    public static async Task<bool> OpenAsync(Dialogue dialogue, SlcanSettings settings, CancellationToken cancellationToken)
    {
        var hasAnswered = false;

        // That it is closed already is an error to some.
        for (var tries = 0; tries < settings.Tries && await AskAsync("C").ConfigureAwait(false) == Answer.None; tries++)
        {
        }

        if (settings.BitRate is { } rate && await AskAsync($"S{Array.IndexOf(SlcanSettings.BitRates, rate)}").ConfigureAwait(false) == Answer.No)
        {
            throw SlcanMessages.BitRateRefused(dialogue.Address, rate);
        }

        if (settings.DataBitRate is { } dataRate && await AskAsync($"Y{dataRate / 1_000_000}").ConfigureAwait(false) == Answer.No)
        {
            throw SlcanMessages.DataBitRateRefused(dialogue.Address, dataRate);
        }

        // One without a clock refuses, and its frames have the time of their arrival.
        if (settings.Timestamps)
        {
            await AskAsync("Z1").ConfigureAwait(false);
        }

        if (await AskAsync(settings.ListenOnly ? "L" : "O").ConfigureAwait(false) == Answer.No)
        {
            throw SlcanMessages.NotOpened(dialogue.Address, settings.ListenOnly);
        }

        return hasAnswered;

        async Task<Answer> AskAsync(string command)
        {
            var answer = await AnswerToAsync(command).ConfigureAwait(false);
            hasAnswered |= answer != Answer.None;
            return answer;
        }

        async Task<Answer> AnswerToAsync(string command)
        {
            await dialogue.SayAsync(Encoding.ASCII.GetBytes($"{command}\r"), cancellationToken).ConfigureAwait(false);
            for (var lines = 0; lines < MaxLinesBeforeAnswer; lines++)
            {
                var line = await dialogue.HearAsync(SlcanLine.LengthOf, Patience, cancellationToken).ConfigureAwait(false);
                switch (line)
                {
                    case null:
                        return Answer.None;
                    case [.., SlcanLine.Bell]:
                        return Answer.No;
                    case [(byte)'\r'] or [(byte)'z' or (byte)'Z', (byte)'\r']:
                        return Answer.Yes;
                }
            }

            return Answer.None;
        }
    }
}
