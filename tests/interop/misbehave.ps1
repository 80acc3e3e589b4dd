#Requires -Version 7.6

<#
.SYNOPSIS
    Asks each of the 30 control units of misbehave.py, and says whether the answer is right, or the error has the right name and comes at once: for
    diagnostics.py.
.DESCRIPTION
    Each line begins with ok or FAILED; the exit status is 1 where anything failed.
#>
[CmdletBinding()]
param(
    # The port of the gateway, on this computer.
    [Parameter(Mandatory)] [int] $Port
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ConfirmPreference = 'None'
$ProgressPreference = 'SilentlyContinue'
Import-Module -Name "$PSScriptRoot/../../Caneth.psd1"

# At once, for a person: a quarter of the time that an answer may take. N_Bs and N_Cr are a second each.
$atOnce = 1.25
$afterASecond = 1 + $atOnce
$script:failed = 0

# By identifier: how many bytes an answer has, or which error it is and within how many seconds; and how many messages are passed over before it.
$reads = [ordered] @{
    0x00 = @{ Length = 20 }
    0x01 = @{ Length = 4 }
    0x02 = @{ Length = 3 }
    0x03 = @{ Length = 20 }
    0x04 = @{ ErrorId = 'IsoTpWrongSequence'; Within = $atOnce }
    0x05 = @{ ErrorId = 'IsoTpNoConsecutiveFrame'; Within = $afterASecond }
    0x06 = @{ Length = 20 }
    0x07 = @{ Length = 20; PassedOver = 1 }
    0x08 = @{ Length = 20; PassedOver = 1 }
    0x09 = @{ Length = 20 }
    0x0A = @{ Length = 20 }
    0x0B = @{ Length = 20 }
    0x0C = @{ Length = 20 }
    0x0D = @{ Length = 300 }
    0x0E = @{ Length = 3; ErrorId = 'UdsBusyRepeatRequest'; Within = $atOnce }
    0x0F = @{ Length = 3; PassedOver = 1 }
    0x10 = @{ Length = 5; PassedOver = 2 }
    0x11 = @{ ErrorId = 'IsoTpTooLong'; Within = $atOnce }
    0x12 = @{ Length = 20 }
}
$writes = [ordered] @{
    0x00 = @{}
    0x01 = @{}
    0x02 = @{ ErrorId = 'IsoTpOverflow'; Within = $atOnce }
    0x03 = @{ ErrorId = 'IsoTpNoFlowControl'; Within = $afterASecond }
    0x04 = @{}
    0x05 = @{}
    0x06 = @{}
    0x07 = @{}
    0x08 = @{ ErrorId = 'IsoTpInvalidFlowStatus'; Within = $atOnce }
    0x09 = @{}

    # Ten times 0.1 s of patience.
    0x0A = @{ ErrorId = 'IsoTpTooManyWaits'; Within = $afterASecond }
}

function Test-Answer([string] $What, [string] $Expected, [double] $Within, [scriptblock] $Ask) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    try {
        $answer = "$(& $Ask)"
    }
    catch {
        $answer = $_.FullyQualifiedErrorId.Split(',')[0]
    }
    $seconds = $clock.Elapsed.TotalSeconds
    if ($answer -ceq $Expected -and $seconds -le $Within) {
        "ok     {0}: {1} in {2:0.000} s" -f $What, ($answer.Length -gt 30 ? 'the right data' : $answer), $seconds
    }
    else {
        $script:failed++
        "FAILED {0}: it is '{1}' in {2:0.000} s and not '{3}' within {4} s" -f $What, $answer, $seconds, $Expected, $Within
    }
}

function Get-Expected($Case, [string] $Answer) {
    $Case.ContainsKey('ErrorId') ? $Case.ErrorId : $Answer
}

$device = Connect-CanDevice 127.0.0.1 -Port $Port -Name bench
$unit = Connect-CanEcu 7E0 -Name odd -Timeout 5

# What is used for the first time takes its time.
$null = Read-CanEcuData BA00 -As Bytes
$null = try { Read-CanEcuData BA04 } catch { $_ }

foreach ($number in $reads.Keys) {
    $case = $reads[$number]
    $identifier = '0x{0:X4}' -f (0xBA00 + $number)
    $right = $case.ContainsKey('Length') ? (@(0..($case.Length - 1)).ForEach{ $_ -band 0xFF } -join ' ') : ''
    $before = $unit.PassedOver
    Test-Answer "22 BA $('{0:X2}' -f $number)" (Get-Expected $case $right) ($case['Within'] ?? 10) { Read-CanEcuData $identifier -As Bytes }
    if ($case.ContainsKey('ErrorId') -and $case.ContainsKey('Length')) {
        # It answers every other time.
        $null = try { Read-CanEcuData $identifier } catch { $_ }
        Test-Answer "22 BA $('{0:X2}' -f $number) -Retry" $right 10 { Read-CanEcuData $identifier -As Bytes -Retry 1 }
    }
    $passedOver = $unit.PassedOver - $before
    if ($passedOver -ne ($case['PassedOver'] ?? 0)) {
        $script:failed++
        "FAILED 22 BA $('{0:X2}' -f $number): $passedOver messages were passed over"
    }
}

foreach ($number in $writes.Keys) {
    $case = $writes[$number]
    $identifier = '0x{0:X4}' -f (0xBA00 + $number)
    Test-Answer "2E BA $('{0:X2}' -f $number)" (Get-Expected $case '') ($case['Within'] ?? 10) { Write-CanEcuData $identifier ([byte[]]::new(60)) }
    if ($case.ContainsKey('ErrorId')) {
        # It goes on misbehaving for a while.
        Start-Sleep -Seconds 2
    }
}

$device | Disconnect-CanDevice
exit [int]($script:failed -gt 0)
