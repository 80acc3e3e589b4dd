namespace Caneth.Diagnostics.Channels;

/// <summary>The address of a node as others wait for it: there, not there yet, or why there is none.</summary>
internal sealed class J1939AddressWait
{
    private TaskCompletionSource<byte> address = New();

    /// <summary>Done when it is there, faulted where there is none.</summary>
    public Task<byte> Address => address.Task;

    /// <summary>It is claimed, and will be there or not.</summary>
    public void Begin() => address = Address.IsCompleted ? New() : address;

    /// <summary>It is there.</summary>
    public void Set(byte own) => address.TrySetResult(own);

    /// <summary>There is none.</summary>
    /// <param name="why">Why.</param>
    public void Fail(Exception why)
    {
        Begin();
        address.SetException(why);

        // Nobody has to ask, so it counts as seen.
        _ = Address.Exception;
    }

    private static TaskCompletionSource<byte> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
