#!/usr/bin/env pwsh
#Requires -Version 7.6

<#
.SYNOPSIS
    Sends the packages that were made and tested to the galleries.
.DESCRIPTION
    Takes the packages as they are and makes nothing anew. Everything that can be wrong is looked for first, and all of it is told
    at once: packages that are missing or of different versions, a tag or a changelog that says something else, settings that are not
    made. Only then the first package is sent. What a gallery has already is left as it is, so that a run that broke off, or ended
    well, can be repeated. The notes of the release, from the changelog, are then in release-notes.md beside the packages.

    The settings are environment variables, so that no key appears on a command line:

    PSGALLERY_API_KEY  the key of the gallery of modules
    NUGET_SOURCE       where the NuGet packages go: the address of a gallery, or a folder
    NUGET_API_KEY      its key

    A folder needs no key.
.EXAMPLE
    ./build/Publish.ps1 -WhatIf

    Checks everything and says what would be sent where.
.EXAMPLE
    Register-PSResourceRepository -Name Try -Uri /tmp/modules
    $env:NUGET_SOURCE = '/tmp/packages'
    ./build/Publish.ps1 -Repository Try

    Publishes to two folders.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # The folder with the packages; ./build.ps1 Package makes it.
    [string] $Path = "$PSScriptRoot/../out",

    # The tag of the release: v and the version.
    [string] $Tag,

    # The registered gallery that the module goes to.
    [string] $Repository = 'PSGallery',

    # The changelog. A release has a section of its own with its day; the notes of a prerelease may still be under Unreleased.
    [string] $Changelog = "$PSScriptRoot/../CHANGELOG.md"
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

# The module goes to a gallery of modules, the others to a gallery of NuGet packages: the command's package for each system, and before
# Caneth.Tool, which refers to them, so that nobody finds one that refers to what is not there yet.
$command = [xml](Get-Content -Path "$PSScriptRoot/../src/Caneth.Tool/Caneth.Tool.csproj" -Raw)
$systems = $command.SelectSingleNode('//RuntimeIdentifiers').InnerText -split ';'
$wanted = @('Caneth', 'Caneth.Core') + @($systems | ForEach-Object { "Caneth.Tool.$_" }) + 'Caneth.Tool'

# What a package says of itself.
function Get-Package {
    param([IO.FileInfo] $File)

    $archive = [IO.Compression.ZipFile]::OpenRead($File)
    try {
        $entry = $archive.Entries | Where-Object FullName -Like '*.nuspec' | Select-Object -First 1
        if (-not $entry) {
            throw "$($File.Name) is not a package: it has no .nuspec."
        }
        $nuspec = [xml]::new()
        $stream = $entry.Open()
        $nuspec.Load($stream)
        $stream.Dispose()
        return [pscustomobject]@{ Id = $nuspec.package.metadata.id; Version = $nuspec.package.metadata.version; File = $File }
    }
    finally {
        $archive.Dispose()
    }
}

# The text under a heading of the changelog; nothing where there is no such heading.
function Get-Note {
    param([string] $Heading)

    $found = [regex]::Match((Get-Content -Path $Changelog -Raw), "(?ms)^## $Heading[ \t\r]*\n(.*?)(?=^## |\z)")
    return $found.Success ? $found.Groups[1].Value.Trim() : ''
}

# What is wrong, each thing in a sentence that says what to do.
function Find-Problem {
    foreach ($id in $wanted) {
        $found = @($packages | Where-Object Id -CEQ $id)
        if ($found.Count -ne 1) {
            "There are $($found.Count) packages $id in $Path; one is needed. Run ./build.ps1 Package."
        }
    }
    foreach ($package in $packages | Where-Object Id -CNotIn $wanted) {
        "$($package.File.Name) in $Path is none of the packages of a release: $($wanted -join ', ')."
    }
    if (@($packages.Version | Select-Object -Unique).Count -gt 1) {
        "The packages are of different versions: $(($packages | ForEach-Object { "$($_.Id) $($_.Version)" }) -join ', ')."
    }
    if ($Tag -and $Tag -cne "v$version") {
        "The tag is $Tag, but the packages are of version $version. The tag of a release is v$version."
    }
    if (-not $notes) {
        $Changelog + $($version -like '*-*' ?
            " has nothing under [$version] and nothing under [Unreleased]." :
            " has no section '## [$version] - <year-month-day>' with something in it.")
    }

    $gallery = Get-PSResourceRepository -Name $Repository -ErrorAction Ignore
    if (-not $gallery) {
        "No gallery is registered by the name $Repository (Register-PSResourceRepository)."
    }
    elseif (-not $gallery.Uri.IsFile -and -not $env:PSGALLERY_API_KEY) {
        'The environment variable PSGALLERY_API_KEY is not set.'
    }
    if (-not $env:NUGET_SOURCE) {
        'The environment variable NUGET_SOURCE is not set.'
    }
    elseif (-not (Test-Path -Path $env:NUGET_SOURCE -PathType Container) -and -not $env:NUGET_API_KEY) {
        'The environment variable NUGET_API_KEY is not set.'
    }
}

$packages = @(Get-ChildItem -Path $Path -Recurse -Filter *.nupkg -ErrorAction Ignore | ForEach-Object { Get-Package $_ })
$version = "$($packages.Version | Select-Object -First 1)"
$notes = Get-Note ([regex]::Escape("[$version]") + ' - \d{4}-\d{2}-\d{2}')
if (-not $notes -and $version -like '*-*') {
    $notes = Get-Note '\[Unreleased\]'
}
$problems = @(Find-Problem)
if ($problems) {
    throw "Nothing was sent.`n$($problems -join "`n")"
}

$packages = $packages | Sort-Object -Property { $wanted.IndexOf($_.Id) }
$module, $others = $packages.Where({ $_.Id -ceq 'Caneth' }, 'Split')
if (Find-PSResource -Name Caneth -Version $version -Prerelease -Repository $Repository -ErrorAction Ignore) {
    Write-Host "$Repository has Caneth $version already."
}
elseif ($PSCmdlet.ShouldProcess("Caneth $version", "Publish to $Repository")) {
    $key = $env:PSGALLERY_API_KEY ? @{ ApiKey = $env:PSGALLERY_API_KEY } : @{}
    Publish-PSResource -NupkgPath $module.File -Repository $Repository @key
    Write-Host "$Repository has got Caneth $version."
}
if ($PSCmdlet.ShouldProcess((($others | ForEach-Object { "$($_.Id) $version" }) -join ', '), "Publish to $env:NUGET_SOURCE")) {
    $key = $env:NUGET_API_KEY ? @('--api-key', $env:NUGET_API_KEY) : @()
    dotnet nuget push @($others.File.FullName) --source $env:NUGET_SOURCE --skip-duplicate @key | Write-Host
}

# For the page of the release.
Set-Content -Path (Join-Path $Path release-notes.md) -Value $notes
