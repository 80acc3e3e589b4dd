#Requires -Version 7.6

<#
.SYNOPSIS
    Builds and runs programs that have of Caneth nothing but the package of the library.
.DESCRIPTION
    A hosted service, a program compiled ahead of time, and tests with a clock of their own; each builds without a warning, or it is a
    failure. The package is made for the purpose, in a version that nobody has. Says "passed NAME" or "FAILED NAME" of each.
.EXAMPLE
    dotnet pwsh tests/consumers/Run.ps1 Service

    Runs one of them.
#>
[CmdletBinding()]
param(
    # Which to run; by default all.
    [Parameter(Position = 0, ValueFromRemainingArguments)]
    [ValidateSet('Service', 'Aot', 'Xunit')]
    [string[]] $Name = @('Service', 'Aot', 'Xunit')
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

function Invoke-Service {
    dotnet run --project Service --configuration Release
}

function Invoke-Aot {
    dotnet publish Aot --configuration Release --output "$folder/Aot"
    & "$folder/Aot/Aot"
}

function Invoke-Xunit {
    dotnet test --project Xunit --configuration Release
}

$folder = (New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) "caneth-consumers-$PID") -Force).FullName
$before = $env:CanethFeed, $env:CanethVersion
Push-Location $PSScriptRoot
try {
    $env:CanethFeed = $folder
    $env:CanethVersion = "0.0.0-consumers$PID"
    dotnet pack ../../src/Caneth.Core --configuration Release --output $folder -p:PackageVersion=$env:CanethVersion
    $failed = @(foreach ($each in $Name) {
        try {
            & "Invoke-$each" | Out-Host
            Write-Host "passed $each"
        }
        catch {
            Write-Host "FAILED $each`: $_"
            $each
        }
    })
}
finally {
    # What was restored of the package is of no use any more.
    $packages = (dotnet nuget locals global-packages --list) -replace '^global-packages: '
    Remove-Item -Path $folder, (Join-Path $packages "caneth.core/$env:CanethVersion") -Recurse -Force -ErrorAction Ignore
    $env:CanethFeed, $env:CanethVersion = $before
    Pop-Location
}
if ($failed) {
    throw "Not all of them run: $($failed -join ', ')."
}
