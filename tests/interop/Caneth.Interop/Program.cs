using Caneth;
using Caneth.Logs;

// Turns a log of one format into one of another, for run.py: Caneth.Interop <from> <to>
if (args is not [var from, var to])
{
    Console.Error.WriteLine("Usage: Caneth.Interop <from> <to>");
    return 2;
}

var malformed = 0;
using var reader = CanLog.Open(from, new LogReadOptions
{
    OnMalformed = entry =>
    {
        malformed++;
        Console.Error.WriteLine(entry);
    },
});
using var writer = CanLog.Create(to);
var frames = new CanFrame[512];
while (reader.Read(frames) is var count and > 0)
{
    writer.Write(frames.AsSpan(0, count));
}

return malformed == 0 ? 0 : 1;
