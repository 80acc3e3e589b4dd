using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Transmission;

namespace Caneth.Commands;

/// <summary>The base of the cmdlets that work with what is sent again and again.</summary>
public abstract class TransmissionCmdlet : CanCmdlet
{
    /// <summary>The devices that they are sent to: sessions or their names, wildcards allowed; by default all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument[]? Device { get; set; }

    private protected IEnumerable<CanTransmission> Named(string[] names)
    {
        // A device that was disconnected is known by the name that its transmissions have kept.
        var known = new NamedSet<CanTransmission>(transmission => transmission.Name);
        foreach (var transmission in State.Transmissions.Where(IsOfDevice))
        {
            known.Add(transmission);
        }

        return FindByName(names, known, CanErrors.TransmissionNotFound);
    }

    private bool IsOfDevice(CanTransmission transmission) => Device is null || Device.Any(device => device.Session is { } session
        ? transmission.Device == session.Name
        : WildcardPattern.Get(device.Name, WildcardOptions.IgnoreCase).IsMatch(transmission.Device));
}
