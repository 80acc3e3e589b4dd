#Requires -Version 7.6

<#
.SYNOPSIS
    Waits for conditions on the bus and judges them, as a test script on a bench does.
.DESCRIPTION
    The lamp of the left turn indicator is the first byte of 0x123: 1 lit, 0 dark. A good one is lit between 0.2 and 0.5 seconds.
    The script emits what it measured, and ends with an error where the lamp does not blink, or not as it should.
.EXAMPLE
    ./wait-in-a-test.ps1

    Judges the lamp of a simulated car.
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

$simulator = $HostName ? $null : (Start-CanSimulator)
$device = $simulator ? ($simulator | Connect-CanDevice) : (Connect-CanDevice $HostName -Port $Port)
try {
    # A wait that times out is an error, and with $ErrorActionPreference = 'Stop' it ends the test.
    $null = Wait-CanFrame 0x123 -D0 0 -Timeout 10 -Device $device
    $lit = Wait-CanFrame 0x123 -D0 1 -Timeout 10 -Device $device
    $dark = Wait-CanFrame 0x123 -D0 0 -Timeout 10 -Device $device
}
finally {
    $device | Disconnect-CanDevice
    $simulator | Stop-CanSimulator
}

$seconds = ($dark.Timestamp - $lit.Timestamp).TotalSeconds
[pscustomobject] @{ Lit = $lit.Timestamp; Seconds = $seconds }
if ($seconds -lt 0.2 -or $seconds -gt 0.5) {
    throw "The lamp was lit for $seconds s; 0.2 to 0.5 s is right."
}
