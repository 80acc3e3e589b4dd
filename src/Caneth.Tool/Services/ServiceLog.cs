using Caneth.Tool.Devices;

namespace Caneth.Tool.Services;

/// <summary>What a service reports, a line each on standard error; systemd's journal is told how much to care.</summary>
/// <param name="level">What is reported.</param>
internal sealed class ServiceLog(LogLevel level)
{
    private static readonly bool IsJournal = Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { Length: > 0 };

    /// <summary>Reports something.</summary>
    public void Tell(string text, LogLevel itsLevel = LogLevel.Info)
    {
        if (level <= itsLevel)
        {
            Console.Error.WriteLine(IsJournal ? $"<{Priority(itsLevel)}>{VisibleText.Of(text)}" : $"{Word(itsLevel)}{VisibleText.Of(text)}");
        }
    }

    /// <summary>Reports the events of something, those before as well, in order and each once.</summary>
    /// <param name="source">What it is called.</param>
    /// <param name="eventsAfter">Its events after the one of a number.</param>
    /// <param name="subscribe">Has something called at each event.</param>
    /// <param name="information">Which level they have where nobody need care.</param>
    public void Follow(string source, Func<long, IReadOnlyList<CanEvent>> eventsAfter, Action<Action> subscribe, LogLevel information = LogLevel.Info)
    {
        var gate = new Lock();
        var last = 0L;
        subscribe(TellNew);
        TellNew();

        void TellNew()
        {
            lock (gate)
            {
                foreach (var happened in eventsAfter(last))
                {
                    last = happened.Number;
                    Tell(source, happened, information);
                }
            }
        }
    }

    private void Tell(string source, CanEvent happened, LogLevel information)
    {
        var itsLevel = happened.Level switch
        {
            EventLevel.Error => LogLevel.Error,
            EventLevel.Warning => LogLevel.Warning,
            _ => information,
        };
        Tell($"{source}: {happened.Message}{(happened.Recommendation is { } advice ? $" {advice}" : "")}", itsLevel);
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Error => "ERROR: ",
        LogLevel.Warning => "WARNING: ",
        LogLevel.Debug => "VERBOSE: ",
        _ => "",
    };

    private static int Priority(LogLevel level) => level switch
    {
        LogLevel.Error => 3,
        LogLevel.Warning => 4,
        LogLevel.Info => 6,
        _ => 7,
    };
}
