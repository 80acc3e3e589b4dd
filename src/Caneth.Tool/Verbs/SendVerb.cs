using System.CommandLine;
using Caneth.Tool.Frames;

namespace Caneth.Tool.Verbs;

/// <summary><c>caneth send</c>: sends one frame, and ends when it has left.</summary>
internal sealed class SendVerb(DeviceOptions device)
{
    private readonly Option<string> id = new("--id")
    {
        Description = "The id: 0x123, 291 or 0x12345678.",
        HelpName = "id",
        Required = true,
    };

    private readonly Option<string> data = new("--data")
    {
        Description = "Up to 8 bytes in hex: \"12 34 56\", 123456, 0x12,0x34.",
        HelpName = "hex",
    };

    private readonly Option<bool> extended = new("--extended")
    {
        Description = "Send an id up to 0x7FF with 29 bits. Those above are extended anyway.",
    };

    private readonly Option<bool> standard = new("--std") { Description = "Insist on a standard, 11-bit id." };

    private readonly Option<bool> remote = new("--rtr") { Description = "Send a remote frame, which asks for data." };

    private readonly Option<int?> dlc = new("--dlc")
    {
        Description = "How many bytes a remote frame asks for: 0 to 8.",
        HelpName = "n",
    };

    /// <summary>The verb and its options.</summary>
    public Command Describe()
    {
        var verb = new Command("send", "Send one frame. Ends when it has left this computer.")
        {
            id, data, extended, standard, remote, dlc,
        };
        verb.Validators.Add(result =>
        {
            if (result.GetValue(extended) && result.GetValue(standard))
            {
                result.AddError("--extended and --std exclude each other.");
            }
        });
        verb.SetAction(parsed => Workbench.Run(device.Read(parsed), bench => Run(bench, parsed)));
        return device.RequiredBy(verb);
    }

    private int Run(Workbench bench, ParseResult parsed)
    {
        var frame = bench.Run("New-CanFrame", Parameters(bench, parsed))[0];
        bench.Connect();
        bench.Run("Send-CanFrame", ("InputObject", frame), ("Timeout", device.Read(parsed).Timeout));
        bench.Run("Disconnect-CanDevice");
        bench.Shell.Screen.Write(FrameText.Sent(frame) + Environment.NewLine);
        return ExitStatus.Done;
    }

    private IEnumerable<(string Name, object? Value)> Parameters(Workbench bench, ParseResult parsed)
    {
        var bytes = parsed.GetValue(data) is { Length: > 0 } given ? given : null;
        var asked = parsed.GetValue(dlc);
        if (bytes is not null && asked is null && parsed.GetValue(remote))
        {
            // A remote frame has no data, but asks for as much as is written.
            asked = (int)bench.Run("ConvertTo-CanData", ("InputObject", bytes))[0].Properties["Count"].Value;
            bytes = null;
        }

        return
        [
            ("Id", parsed.GetValue(id)),
            ("Data", bytes),
            ("Extended", parsed.GetValue(extended) ? true : parsed.GetValue(standard) ? false : null),
            ("Remote", parsed.GetValue(remote) ? true : null),
            ("Dlc", asked),
        ];
    }
}
