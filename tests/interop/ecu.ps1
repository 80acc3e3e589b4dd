#Requires -Version 7.6

<#
.SYNOPSIS
    Asks a control unit for all that cmdlets ask control units for, and says of each answer whether it is the right one: for diagnostics.py.
.DESCRIPTION
    The control unit is the engine of uds_ecu.py. Each line begins with ok or FAILED; the exit status is 1 where anything failed.
#>
[CmdletBinding()]
param(
    # The port of the gateway, on this computer.
    [Parameter(Mandatory)] [int] $Port,
    # How frames say whom they are for.
    [ValidateSet('normal', 'fixed29', 'extended', 'mixed')] [string] $Addressing = 'normal'
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ConfirmPreference = 'None'
$ProgressPreference = 'SilentlyContinue'
Import-Module -Name "$PSScriptRoot/../../Caneth.psd1"

$vin = 'WCANETH0T35T00017'
$vinBytes = [convert]::ToHexString([Text.Encoding]::ASCII.GetBytes($vin))
$wanted = @{
    normal   = @{ Request = '7E0' }
    fixed29  = @{ Address = 0x10 }
    extended = @{ Request = '6F1'; Reply = '0x610'; TargetAddress = 0x10 }
    mixed    = @{ Request = '7E0'; AddressExtension = 0x55 }
}[$Addressing]
$script:failed = 0

function Get-Key([byte[]] $Seed) {
    [array]::Reverse($Seed)
    $Seed.ForEach{ $_ -bxor 0xA5 }
}

function Test-Answer([string] $What, $Expected, [scriptblock] $Ask) {
    try {
        $answer = "$(& $Ask)"
    }
    catch {
        $answer = $_.FullyQualifiedErrorId.Split(',')[0]
    }
    if ($answer -ceq "$Expected") {
        "ok     $What"
    }
    else {
        $script:failed++
        "FAILED $What`: it is '$answer' and not '$Expected'"
    }
}

function ConvertTo-Hex([byte[]] $Data) {
    [convert]::ToHexString($Data)
}

function Get-Pattern([int] $Count, [int] $Step) {
    $bytes = [byte[]]::new($Count)
    for ($place = 0; $place -lt $Count; $place++) {
        $bytes[$place] = $place * $Step -band 0xFF
    }
    $bytes
}

$device = Connect-CanDevice 127.0.0.1 -Port $Port -Name bench
$null = Connect-CanEcu @wanted -Name engine

Test-Answer 'VIN' $vin { Read-CanEcuData Vin -As Text }
Test-Answer 'two identifiers in one request' "62F190${vinBytes}01010352" { ConvertTo-Hex (Invoke-CanUds 22 'F190 0101').Data }
Test-Answer 'two identifiers, one after another' 'SN-engine000 850' { (Read-CanEcuData SerialNumber).Text; Read-CanEcuData 0101 -As UInt }
Test-Answer '4,000 bytes' (ConvertTo-Hex (Get-Pattern 4000 1)) { ConvertTo-Hex (Read-CanEcuData 0F0F -As Bytes) }
Test-Answer '20,000 bytes' (ConvertTo-Hex (Get-Pattern 20000 7)) { ConvertTo-Hex (Read-CanEcuData 1FFF -As Bytes) }
Test-Answer 'an identifier that it does not have' 'UdsRequestOutOfRange' { Read-CanEcuData 2001 }
Test-Answer 'a service that it does not have' 'UdsServiceNotSupported' { Invoke-CanUds 24 F190 }
Test-Answer 'tester present' '7E 00' { (Invoke-CanUds TesterPresent -SubFunction 0).Data }
Test-Answer 'tester present without an answer' '' { Invoke-CanUds TesterPresent -SubFunction 0 -SuppressReply }
Test-Answer 'what is refused in another session' 'UdsServiceNotSupportedInActiveSession' { Unlock-CanEcu -Key { Get-Key $args[0] } }

Test-Answer 'extended session' 'Extended' { (Set-CanEcuSession Extended -KeepAlive -PassThru).Session }
Test-Answer 'a write that needs a key' 'UdsSecurityAccessDenied' { Write-CanEcuData F190 -Text $vin }
Test-Answer 'a wrong key' 'UdsInvalidKey' { Unlock-CanEcu -Key '00 00 00 00' }
Test-Answer 'the right key' '1' { (Unlock-CanEcu -Key { Get-Key $args[0] } -PassThru).UnlockedLevel }
Test-Answer 'no key where it is unlocked' '1' { (Unlock-CanEcu -Key { throw 'No key is wanted.' } -PassThru).UnlockedLevel }
Test-Answer 'a write' $vin { Write-CanEcuData F190 -Text $vin; Read-CanEcuData Vin -As Text }
Test-Answer 'a write of another length' 'UdsIncorrectMessageLengthOrInvalidFormat' { Write-CanEcuData F190 -Text 'short' }
$long = Get-Pattern 4000 3
Test-Answer 'a write of 4,000 bytes' (ConvertTo-Hex $long) { Write-CanEcuData 0F0F $long; ConvertTo-Hex (Read-CanEcuData 0F0F -As Bytes) }

$faults = @(Get-CanFault -Ecu engine -Source Uds -Detail)
Test-Answer 'faults' 'P0301-00 P0420-13 U0100-87 B1A1B-4C C020B-16' { $faults.Code }
Test-Answer 'the states of a fault' 'Failed, FailedThisCycle, Pending, Confirmed, FailedSinceCleared' { $faults[0].State }
Test-Answer 'confirmed faults' 4 { @(Get-CanFault -Ecu engine -Source Uds -Status Confirmed).Count }
Test-Answer 'how many faults' '59 01 2F 01 00 04' { (Invoke-CanUds 19 '01 08').Data }
Test-Answer 'all faults that it knows' 5 { ((Invoke-CanUds 19 0A).Data.Count - 3) / 4 }
Test-Answer 'what was stored with a fault' "01 02 01 01 03 52 01 02 $((Get-Pattern 64 1).ForEach{ $_.ToString('X2') })" { $faults[0].Snapshot }
Test-Answer 'what is counted with a fault' '05 02 28' { $faults[0].ExtendedData }
Test-Answer 'a routine' '71 01 02 03 00' { (Invoke-CanEcuRoutine 0203).Data }
Test-Answer 'a routine of another session' 'UdsConditionsNotCorrect' { Invoke-CanEcuRoutine FF00 }

[byte[]] $image = Get-Pattern 8192 5
Test-Answer 'programming session' 'Programming' { (Set-CanEcuSession Programming -KeepAlive -PassThru).Session }
Test-Answer 'locked again in another session' 'UdsSecurityAccessDenied' { Send-CanEcuData 0x1000 -Data $image }
Test-Answer 'programming' (ConvertTo-Hex $image[0..255]) {
    Unlock-CanEcu -Key { Get-Key $args[0] }
    $null = Invoke-CanEcuRoutine FF00
    Send-CanEcuData 0x1000 -Data $image
    ConvertTo-Hex (Read-CanEcuMemory 0x1000 256).Data
}
Test-Answer 'the end of what was programmed' (ConvertTo-Hex $image[-100..-1]) { ConvertTo-Hex (Read-CanEcuMemory (0x1000 + 8192 - 100) 100).Data }
Test-Answer 'memory that it does not have' 'UdsRequestOutOfRange' { Read-CanEcuMemory 0xFFFF 16 }
Test-Answer 'cleared faults' 0 { Clear-CanFault -Ecu engine -Source Uds; @(Get-CanFault -Ecu engine -Source Uds).Count }
Test-Answer 'a restart' "Default $vin" { (Restart-CanEcu -Wait -PassThru).Session; Read-CanEcuData Vin -As Text }

$device | Disconnect-CanDevice
exit [int]($script:failed -gt 0)
