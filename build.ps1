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
    Coverage Runs the tests of the library and of the module, and says which lines and branches they reach: out/coverage/.
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
    [ValidateSet('Build', 'Test', 'Pester', 'Analyze', 'Help', 'Package', 'Publish', 'Coverage', 'Docs', 'Notices', 'Api', 'Demo', 'Clean')]
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

# The module under test is the root of the checkout, and not beside its tests. A test that fails does not keep the figures back.
function Invoke-Coverage {
    $PSNativeCommandUseErrorActionPreference = $false
    Remove-Item -Path out/coverage -Recurse -Force -ErrorAction Ignore
    $failed = foreach ($assembly in 'Caneth.Core', 'Caneth') {
        dotnet test --project "tests/$assembly.Tests" --configuration $Configuration --results-directory out/coverage `
            --coverlet --coverlet-single-hit --coverlet-output-format cobertura --coverlet-file-prefix $assembly `
            --coverlet-include "[$assembly]*" "--coverlet-include-directory=$PSScriptRoot/bin" | Out-Host
        if ($LASTEXITCODE -ne 0) {
            "$assembly.Tests"
        }
    }
    Get-ChildItem -Path out/coverage -Filter *.cobertura.*.xml | ForEach-Object { Show-Coverage $_ }
    if ($failed) {
        throw "Not all tests passed: $($failed -join ', ')."
    }
}

# How much of an assembly the tests reach, and the files with the most lines that they do not.
function Show-Coverage {
    param([IO.FileInfo] $Report)

    foreach ($package in ([xml](Get-Content -LiteralPath $Report -Raw)).coverage.packages.package) {
        '{0}: {1:P1} of the lines, {2:P1} of the branches' -f $package.name, [double] $package.'line-rate', [double] $package.'branch-rate' | Out-Host
        $package.classes.class | Group-Object -Property filename | ForEach-Object {
            $lines = @($_.Group.SelectNodes('lines/line') | Sort-Object -Property number -Unique)
            [pscustomobject]@{ File = $_.Name; Lines = $lines.Count; Missed = @($lines | Where-Object hits -EQ 0).Count }
        } | Sort-Object -Property Missed -Descending | Select-Object -First 15 | Format-Table | Out-Host
    }
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
    $folders = @(Get-ChildItem -Path . -Recurse -Directory | Where-Object Name -In $made) + 'lib'
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
