using System.Collections;
using System.Management.Automation;
using Caneth.Sessions;
using Caneth.Signals;
using Caneth.State;

namespace Caneth.Binding;

/// <summary>The databases that a line which is being typed means, for Tab.</summary>
internal static class KnownDatabases
{
    // A path counts from where the shell is, and only the shell knows that.
    private const string Resolve = "$ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($args[0])";

    /// <summary>Those that -Database on the line names, else those of the devices that it names, else those of the default device.</summary>
    /// <param name="bound">The parameters that the line gives already.</param>
    public static DatabaseSet Of(IDictionary bound)
    {
        var state = ModuleState.Current;
        if (bound["Database"] is { } given)
        {
            return new(Argument.Each(given).SelectMany(Named).Distinct());
        }

        var sessions = Argument.Each(bound["Device"]).Select(Argument.ValueOf)
            .SelectMany(device => device is CanSession session ? [session] : device is null ? [] : state.Sessions.Find($"{device}")).ToList();
        sessions = sessions.Count == 0 && state.DefaultSession is { } usual ? [usual] : sessions;
        return sessions.Count == 0 ? state.Databases.ForAll : new(sessions.SelectMany(session => state.Databases.Of(session).Databases).Distinct());
    }

    private static IEnumerable<CanDatabase> Named(object? argument)
    {
        if (Argument.ValueOf(argument) is CanDatabase database)
        {
            return [database];
        }

        var text = Argument.TextOf(argument);
        var named = ModuleState.Current.Sessions.Select(DatabaseBindings.OwnOf).Append(ModuleState.Current.Databases.ForAll)
            .Select(databases => databases.Find(text)).OfType<CanDatabase>().Take(1).ToList();
        return named.Count > 0 ? named : Loaded(text);
    }

    private static IEnumerable<CanDatabase> Loaded(string path)
    {
        try
        {
            using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace).AddScript(Resolve).AddArgument(path);
            return [CanDatabase.Load(shell.Invoke<string>()[0])];
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException
            or ArgumentException or NotSupportedException or RuntimeException)
        {
            // There is nothing to offer from a file that cannot be read.
            return [];
        }
    }
}
