#Requires -Version 7.6

<#
.SYNOPSIS
    Runs the Pester tests, with the Pester that build/Tools names.
.EXAMPLE
    dotnet pwsh tests/Pester/Run.ps1 -TestName '*atomic*'

    Runs the tests with that word in their full names, against the checkout as it was built.
#>
[CmdletBinding()]
param(
    # Only tests whose full name, "Sending.sends an id and data", is like one of these.
    [string[]] $TestName = '*',

    # The manifest of the module under test; by default that of the checkout.
    [string] $Manifest = "$PSScriptRoot/../../Caneth.psd1",

    # Where to put the results, in JUnit's format.
    [string] $ResultPath
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

# A session keeps the Pester that it has: its assembly cannot be loaded twice.
if (-not (Get-Module -Name Pester)) {
    $pester = dotnet msbuild "$PSScriptRoot/../../build/Tools" -restore -target:Build -getProperty:PesterManifest
    if ($LASTEXITCODE -ne 0) {
        throw "Pester could not be had: $pester"
    }
    Import-Module -Name $pester
}

$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
$configuration.Filter.FullName = $TestName
$configuration.Output.Verbosity = 'Detailed'
if ($ResultPath) {
    $configuration.TestResult.Enabled = $true
    $configuration.TestResult.OutputFormat = 'JUnitXml'
    $configuration.TestResult.OutputPath = $ResultPath
}

$before = $env:CANETH_MANIFEST
$env:CANETH_MANIFEST = Convert-Path -LiteralPath $Manifest
try {
    $result = Invoke-Pester -Configuration $configuration
}
finally {
    $env:CANETH_MANIFEST = $before
}
if ($result.Result -ne 'Passed') {
    throw "$($result.FailedCount) Pester tests failed, and $($result.FailedContainersCount) files could not be run."
}
