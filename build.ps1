#!/usr/bin/env pwsh
#Requires -Version 7.6

<#
.SYNOPSIS
    Builds, tests and shows Caneth.
.DESCRIPTION
    A thin cover over the dotnet commands, which work without it.

    Build    Builds everything but the benchmarks; the root of the checkout is then the module.
    Test     Runs dotnet test, Pester in it, and then Analyze and Help where their modules are found.
    Pester   Runs tests/Pester in this PowerShell, against the module as it is installed; some of it: tests/Pester/Run.ps1.
    Analyze  Runs PSScriptAnalyzer over every script.
    Help     Lets PlatyPS read every page of docs/commands.
    Package  Makes out/Caneth/<version>/, the module as it is installed, out/Caneth.<version>.nupkg, the same for a gallery,
             and out/nuget/ with the library and the caneth command.
    Publish  Sends the packages in out to the galleries, once everything about them is checked: build/Publish.ps1.
    Docs     Makes out/site/, the documentation as a site, and follows its links.
    Notices  Writes whose work the caneth command holds beside its own, as it was built: build/Write-Notices.ps1.
    Api      Writes the public surface of the library into its baseline, src/Caneth.Core/PublicAPI.Unshipped.txt.
    Demo     Shows the main job, against a simulated car.
    Clean    Removes what builds and tests made.
.EXAMPLE
    ./build.ps1
    Import-Module ./Caneth.psd1

    Builds the module and imports it.
.EXAMPLE
    ./build.ps1 Test

    Runs all tests.
.EXAMPLE
    ./build.ps1 Package Publish -WhatIf

    Makes the package and says where it would go.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # What to do, in this order.
    [Parameter(Position = 0, ValueFromRemainingArguments)]
    [ValidateSet('Build', 'Test', 'Pester', 'Analyze', 'Help', 'Package', 'Publish', 'Docs', 'Notices', 'Api', 'Demo', 'Clean')]
    [string[]] $Task = 'Build',

    # What Build makes and Test tests. What Package makes is always Release.
    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug'
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

function Invoke-Build {
    dotnet build Caneth.slnf --configuration $Configuration
}

function Invoke-Test {
    dotnet test --solution Caneth.slnf --configuration $Configuration
    foreach ($next in 'Analyze', 'Help') {
        & "Invoke-$next" -IfFound
    }
}

function Invoke-Pester {
    Remove-Item -Path out/tested -Recurse -Force -ErrorAction Ignore
    ./tests/Pester/Run.ps1 -Manifest (New-ModulePackage -Destination out/tested -Configuration $Configuration)
}

function Invoke-Analyze {
    param([switch] $IfFound)

    if (-not (Import-Tool PSScriptAnalyzer 1.22 -IfFound:$IfFound)) {
        return
    }
    $scripts = Get-ChildItem -Path . -Recurse -Include *.ps1, *.psm1, *.psd1 |
        Where-Object FullName -NotMatch '[\\/](bin|obj|out)[\\/]'
    $findings = @($scripts | ForEach-Object { Invoke-ScriptAnalyzer -Path $_ -Settings ./PSScriptAnalyzerSettings.psd1 })
    $findings | Format-Table -Property ScriptName, Line, Severity, RuleName, Message -Wrap | Out-String | Write-Host
    if ($findings) {
        throw "PSScriptAnalyzer found $($findings.Count) things in $($scripts.Count) scripts."
    }
    Write-Host "PSScriptAnalyzer found nothing in $($scripts.Count) scripts."
}

function Invoke-Help {
    param([switch] $IfFound)

    if (-not (Import-Tool Microsoft.PowerShell.PlatyPS 1.0 -IfFound:$IfFound)) {
        return
    }
    $pages = @(Test-MarkdownCommandHelp -Path docs/commands/*-*.md -DetailView)
    $unread = @($pages | Where-Object { -not $_.IsValid })
    $unread | Format-List -Property Path, Messages | Out-String | Write-Host
    if ($unread -or -not $pages) {
        throw "PlatyPS cannot read $($unread.Count) of $($pages.Count) pages."
    }
    Write-Host "PlatyPS reads all $($pages.Count) pages."
}

function Invoke-Package {
    Remove-Item -Path out -Recurse -Force -ErrorAction Ignore -WhatIf:$false
    $manifest = New-ModulePackage -Destination out -Configuration Release
    dotnet pack src/Caneth.Core --output out/nuget
    dotnet pack src/Caneth.Tool --output out/nuget -p:PackForEachSystem=true
    Test-ModuleManifest -Path $manifest | Format-List -Property Name, Version, Path | Out-String | Write-Host
}

function Invoke-Publish {
    ./build/Publish.ps1 -WhatIf:$WhatIfPreference
}

function Invoke-Docs {
    dotnet tool restore
    dotnet build src/Caneth.Core --configuration Release
    Remove-Item -Path out/site, docs/site/obj -Recurse -Force -ErrorAction Ignore
    dotnet docfx docs/site/docfx.json --warningsAsErrors
    ./build/Test-Site.ps1
}

function Invoke-Notices {
    ./build/Write-Notices.ps1 -Path src/Caneth.Tool/bin/$Configuration/net10.0
}

# The analyzer adds what is missing and knows no order of its own; begun anew the file has nothing of yesterday.
function Invoke-Api {
    Set-Content -Path src/Caneth.Core/PublicAPI.Unshipped.txt -Value '#nullable enable'
    dotnet format analyzers src/Caneth.Core --diagnostics RS0016 --severity warn
}

# Makes the package, and beside it the folder that it installs. Emits the manifest in that folder.
function New-ModulePackage {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute(
        'PSUseShouldProcessForStateChangingFunctions', '', Justification = 'It makes build output only.')]
    param([string] $Destination, [string] $Configuration)

    $version = Get-Version
    $module = "$Destination/Caneth/$($version.Split('-')[0])"
    dotnet pack src/Caneth --configuration $Configuration --output $Destination | Write-Host

    # What the package wraps around the module stays behind, as an installer leaves it.
    [IO.Compression.ZipFile]::ExtractToDirectory("$PSScriptRoot/$Destination/Caneth.$version.nupkg", "$PSScriptRoot/$module", $true)
    $wrapping = "$module/_rels", "$module/package", "$module/[Content_Types].xml", "$module/Caneth.nuspec"
    Remove-Item -LiteralPath $wrapping -Recurse -Force -WhatIf:$false
    return Resolve-Path -Path "$module/Caneth.psd1"
}

# The version of everything is the one in Directory.Build.props; the manifest, which a shell reads, has to say the same.
function Get-Version {
    $version = dotnet msbuild src/Caneth -getProperty:PackageVersion
    $manifest = (Import-PowerShellDataFile -Path Caneth.psd1).ModuleVersion
    if ($manifest -ne $version.Split('-')[0]) {
        throw "Caneth.psd1 says ModuleVersion $manifest and Directory.Build.props says $version. Make both the same."
    }
    return $version
}

function Invoke-Demo {
    dotnet run --project src/Caneth.Tool -- demo
}

function Invoke-Clean {
    $made = 'bin', 'obj', 'out', 'TestResults', 'BenchmarkDotNet.Artifacts'
    $folders = Get-ChildItem -Path . -Recurse -Directory | Where-Object Name -In $made
    $folders | Where-Object { Test-Path $_ } | Remove-Item -Recurse -Force
}

# Imports a module that the checks need. Where it is missing that is an error, or said and let pass.
function Import-Tool {
    param([string] $Name, [version] $MinimumVersion, [switch] $IfFound)

    if (Get-Module -ListAvailable -Name $Name | Where-Object Version -GE $MinimumVersion) {
        Import-Module -Name $Name -MinimumVersion $MinimumVersion
        return $true
    }
    $message = "$Name $MinimumVersion or later is not installed (Install-PSResource $Name)."
    if (-not $IfFound) {
        throw $message
    }
    Write-Warning "Left out: $message"
    return $false
}

Push-Location $PSScriptRoot
try {
    foreach ($name in $Task) {
        & "Invoke-$name"
    }
}
finally {
    Pop-Location
}
