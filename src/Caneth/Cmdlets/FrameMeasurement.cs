namespace Caneth.Cmdlets;

/// <summary>Measures frames, those of each device by themselves.</summary>
/// <param name="make">Makes what measures the frames of a device, by its name, which may be null.</param>
internal sealed class FrameMeasurement(Func<string?, DeviceMeasurement> make)
{
    // A gateway has two channels and a large log some; whoever names a million is not to fill the memory.
    private const int MaxDevices = 256;

    private readonly Dictionary<string, DeviceMeasurement> byDevice = [];
    private DeviceMeasurement? last;
    private string? lastDevice;

    /// <summary>The devices, in the order in which they came.</summary>
    public IReadOnlyCollection<DeviceMeasurement> Devices => byDevice.Values;

    /// <summary>How many frames were left out, since they were of more devices than are kept.</summary>
    public long FramesLeftOut { get; private set; }

    /// <summary>What measures the frames of a device, made where it is new; null where there are too many.</summary>
    /// <param name="device">The name; null for none.</param>
    public DeviceMeasurement? Of(string? device)
    {
        if (last is not null && ReferenceEquals(device, lastDevice))
        {
            return last;
        }

        var name = device ?? "";
        if (!byDevice.TryGetValue(name, out var found))
        {
            if (byDevice.Count == MaxDevices)
            {
                FramesLeftOut++;
                return null;
            }

            byDevice.Add(name, found = make(device));
        }

        (last, lastDevice) = (found, device);
        return found;
    }
}
