namespace Caneth.Logs.Json;

/// <summary>The format that <see cref="LogFormats.JsonLines"/> is.</summary>
internal sealed class JsonLinesFormat() : LogFormat("jsonl", "JSON Lines", ".jsonl", ".ndjson")
{
    public override bool CanAppend => true;

    protected override ILogReader OpenReader(LogInput input, LogReadOptions options) => new JsonLinesReader(this, input, options);

    protected override ILogWriter CreateWriter(LogOutput output, LogWriteOptions options) => new JsonLinesWriter(this, output, options);
}
