using Caneth.Diagnostics;

namespace Caneth.Simulation;

/// <summary>Transfers of memory in blocks, to the control unit and from it, in the programming session of an unlocked one.</summary>
/// <param name="memory">The memory.</param>
/// <param name="state">What is kept of the tester.</param>
internal sealed class TransferServices(EcuMemory memory, EcuState state)
{
    // Of a request with a block: the service, its number, and 1,024 bytes.
    private const int LongestBlock = 0x402;
    private const int BlockHeader = 2;

    // The longest block has two bytes in the answer.
    private const byte LengthFormat = 0x20;

    public Dictionary<UdsService, EcuService> Table() => new()
    {
        [UdsService.RequestDownload] = new(request => Begin(request, isUpload: false), 5) { Sessions = EcuSessions.OnlyProgramming },
        [UdsService.RequestUpload] = new(request => Begin(request, isUpload: true), 5) { Sessions = EcuSessions.OnlyProgramming },
        [UdsService.TransferData] = new(Transfer, BlockHeader, LongestBlock) { Sessions = EcuSessions.OnlyProgramming },
        [UdsService.RequestTransferExit] = new(_ => End(), 1) { Sessions = EcuSessions.OnlyProgramming },
    };

    private EcuAnswer Begin(EcuRequest request, bool isUpload)
    {
        // Neither compressed nor encrypted.
        const byte Plain = 0;
        if (MemoryRange.Read(request.From(2), out var range, out var length) is { } wrong)
        {
            return wrong;
        }

        if (request.Length != 2 + length)
        {
            return UdsResponseCode.IncorrectMessageLengthOrInvalidFormat;
        }

        if (!state.IsUnlocked)
        {
            return UdsResponseCode.SecurityAccessDenied;
        }

        if (request[1] != Plain || !EcuMemory.Has(range))
        {
            return UdsResponseCode.RequestOutOfRange;
        }

        state.Transfer = new(range, isUpload);
        return EcuAnswer.Of([LengthFormat, .. EcuValues.Word(LongestBlock)]);
    }

    private EcuAnswer Transfer(EcuRequest request)
    {
        if (state.Transfer is not { } transfer)
        {
            return UdsResponseCode.RequestSequenceError;
        }

        var number = request[1];
        if (transfer.Repeats(number))
        {
            return EcuAnswer.Of(transfer.LastAnswer!);
        }

        return number != transfer.Next ? UdsResponseCode.WrongBlockSequenceCounter
            : transfer.Left == 0 ? UdsResponseCode.RequestSequenceError
            : transfer.IsUpload ? Give(transfer, request)
            : Take(transfer, request);
    }

    private EcuAnswer Give(EcuTransfer transfer, EcuRequest request)
    {
        if (request.Length != BlockHeader)
        {
            return UdsResponseCode.IncorrectMessageLengthOrInvalidFormat;
        }

        var part = transfer.Part(LongestBlock - BlockHeader);
        return Done(transfer, part, [request[1], .. memory[part]]);
    }

    private EcuAnswer Take(EcuTransfer transfer, EcuRequest request)
    {
        var data = request.From(BlockHeader);
        if (data.IsEmpty)
        {
            return UdsResponseCode.IncorrectMessageLengthOrInvalidFormat;
        }

        if (data.Length > transfer.Left)
        {
            return UdsResponseCode.TransferDataSuspended;
        }

        var part = transfer.Part(data.Length);
        data.CopyTo(memory[part]);
        return Done(transfer, part, [request[1]]);
    }

    private static EcuAnswer Done(EcuTransfer transfer, MemoryRange part, byte[] answer)
    {
        transfer.Advance(part, answer);
        return EcuAnswer.Of(answer);
    }

    private EcuAnswer End()
    {
        if (state.Transfer is not { Left: 0 })
        {
            return UdsResponseCode.RequestSequenceError;
        }

        state.Transfer = null;
        return EcuAnswer.Of();
    }
}
