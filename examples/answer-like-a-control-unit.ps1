#Requires -Version 7.6

<#
.SYNOPSIS
    Answers requests as a control unit does.
.DESCRIPTION
    Whoever sends 0x700 with the number of a value gets 0x708 with that number and the value: 1 a voltage in tenths of a volt,
    2 a count of the requests so far. Any other number is refused with 0x7F, as control units do.
    On a simulated bus the script asks itself, from a device of its own. On a real one it answers until Ctrl+C.
.EXAMPLE
    ./answer-like-a-control-unit.ps1

    Shows a request for each value and its reply.
#>
[CmdletBinding()]
param(
    # The gateway; without one, a simulated bus with nothing on it.
    [string] $HostName,
    [int] $Port = 20001
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name Caneth)) {
    Import-Module -Name "$PSScriptRoot/../Caneth.psd1"
}

$simulator = $HostName ? $null : (Start-CanSimulator -Traffic None)
$unit = $simulator ? ($simulator | Connect-CanDevice -Name unit) : (Connect-CanDevice $HostName -Port $Port -Name unit)
$state = @{ Device = $unit; Requests = 0 }
$handler = Register-CanHandler 0x700 -Device $unit -MessageData $state {
    param($request, $state)
    $state.Requests++
    $reply = switch ($request.Data[0]) {
        1 { 1, 124 }
        2 { 2, ($state.Requests -band 0xFF) }
        default { 0x7F, $_ }
    }
    Send-CanFrame 0x708 ([byte[]] $reply) -Device $state.Device
}
try {
    if ($simulator) {
        $tester = $simulator | Connect-CanDevice -Name tester
        foreach ($number in 1, 2, 3) {
            Request-CanFrame 0x700 ([byte[]] $number) -ReplyId 0x708 -Timeout 5 -Device $tester
        }
        $tester | Disconnect-CanDevice
    }
    else {
        # Actions run while the shell waits.
        $null = Wait-Event -SourceIdentifier 'never'
    }
}
finally {
    $handler | Unregister-CanHandler
    $unit | Disconnect-CanDevice
    $simulator | Stop-CanSimulator
}
