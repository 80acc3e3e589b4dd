using System.Diagnostics;
using Caneth.Bench;

// Starts itself once more, as the benchmarks do, and ends as that ends, which says how it was started: the program, then each argument, a
// line each.
// Usage: Caneth.RestartingChild [<argument> ...]
const string OnceMore = "--once-more";

// Wherever it is: what is started wrongly must not start itself forever.
if (args.Contains(OnceMore))
{
    Console.WriteLine(string.Join('\n', [Environment.ProcessPath!, .. args]));
    return args.Length;
}

using var again = Process.Start(Itself.With([OnceMore, .. args]))!;
again.WaitForExit();
return again.ExitCode;
