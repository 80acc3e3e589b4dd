#Requires -Version 7.6

<#
.SYNOPSIS
    Sends a sequence of requests, each after the reply to the one before, and reads the replies.
.DESCRIPTION
    Asks the engine's control unit for current data (OBD-II, service 01), one value after the other. How a value is read from the
    bytes of its reply is in SAE J1979.
.EXAMPLE
    ./send-a-sequence.ps1

    Asks a simulated car.
#>
[CmdletBinding()]
param(
    # The gateway; without one, a simulated car.
    [string] $HostName,
    [int] $Port = 20001
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name Caneth)) {
    Import-Module -Name "$PSScriptRoot/../Caneth.psd1"
}

$sequence = @(
    @{ Name = 'Coolant'; Unit = '°C'; Request = '02 01 05'; Reply = '03 41 05'; Read = { $_[3] - 40 } }
    @{ Name = 'Engine speed'; Unit = '1/min'; Request = '02 01 0C'; Reply = '04 41 0C'; Read = { ($_[3] * 256 + $_[4]) / 4 } }
    @{ Name = 'Speed'; Unit = 'km/h'; Request = '02 01 0D'; Reply = '03 41 0D'; Read = { $_[3] } }
)

$simulator = $HostName ? $null : (Start-CanSimulator)
$device = $simulator ? ($simulator | Connect-CanDevice) : (Connect-CanDevice $HostName -Port $Port)
try {
    foreach ($step in $sequence) {
        # Request-CanFrame listens before it sends: a reply is never missed, however quick it is.
        $reply = Request-CanFrame 0x7E0 $step.Request -ReplyId 0x7E8 -ReplyData $step.Reply -Timeout 2 -Retry 2 -Device $device
        [pscustomobject] @{
            Name  = $step.Name
            Value = ForEach-Object -InputObject $reply.Data -Process $step.Read
            Unit  = $step.Unit
            Reply = $reply.Data
        }
    }
}
finally {
    $device | Disconnect-CanDevice
    $simulator | Stop-CanSimulator
}
