namespace Caneth.Publishing;

/// <summary>What takes the batches of the devices of a publisher.</summary>
internal interface ISpoolGate
{
    /// <summary>Takes a batch.</summary>
    /// <param name="batch">Its bytes, which are copied.</param>
    /// <param name="frames">How many frames it has.</param>
    /// <returns>Whether it was taken; else it is to be offered again.</returns>
    bool TryAppend(ReadOnlyMemory<byte> batch, int frames);

    /// <summary>Takes note of frames that were lost before they became a batch.</summary>
    /// <param name="device">Whose.</param>
    /// <param name="frames">How many.</param>
    void Overrun(string device, long frames);
}
