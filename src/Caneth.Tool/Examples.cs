using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Caneth.Tool;

/// <summary>The help, with examples below it.</summary>
internal sealed class Examples(HelpAction help) : SynchronousCommandLineAction
{
    private const string Device = "caneth --host 192.168.0.7 --port 20001";

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var status = help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.WriteLine(Of(parseResult.CommandResult.Command.Name));
        return status;
    }

    private static string Of(string verb) => verb switch
    {
        "watch" => $"""
            Examples:
              {Device} watch
              {Device} watch --id 0x100-0x1FF --format table
              {Device} watch --duration 60 --format candump > trip.log
            """,
        "sniff" => $"""
            Examples:
              {Device} sniff
              {Device} sniff --changed --database car.dbc
              {Device} sniff --duration 10 > seen.txt
            """,
        "send" => $"""
            Examples:
              {Device} send --id 0x123 --data "01 02 03 04"
              {Device} send --id 0x12345678 --rtr --dlc 8
            """,
        "wait" => $"""
            Examples:
              {Device} wait --id 0x123 --d0 0x01 --wait-timeout 10
              {Device} wait --id 0x7E8-0x7EF --data "?? 41 0C" || echo "no answer"
            """,
        "collect" => """
            Examples:
              caneth collect --config fleet.json --check
              caneth collect --config fleet.json --health http://127.0.0.1:8080
              caneth collect --config fleet.json --write
            """,
        "record" => """
            Examples:
              caneth record --config record.json --check
              caneth record --config record.json
            """,
        "repl" => $"""
            Example:
              {Device} repl
              caneth> on 0x123 0x01
              caneth> send 0x7DF "02 01 0C"
              caneth> Receive-CanFrame -Count 100 | Where Id -eq 0x7E8
            """,
        "demo" => """
            Example:
              caneth demo
            """,
        "run" => """
            Example:
              caneth run read-rpm.ps1 -HostName 192.168.0.7
            """,
        _ => $"""
            Examples:
              caneth demo
              {Device} watch
              {Device} send --id 0x123 --data "01 02 03 04"
              {Device} wait --id 0x123 --d0 0x01 --wait-timeout 10
              {Device} repl
              caneth run script.ps1
              caneth collect --config fleet.json

            Results go to standard output, everything else to standard error.
            Exit status: 0 done, 1 failed (a wait that timed out too), 2 wrong usage.
            """,
    };
}
