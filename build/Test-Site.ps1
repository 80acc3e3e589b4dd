#!/usr/bin/env pwsh
#Requires -Version 7.6

<#
.SYNOPSIS
    Follows every link within the documentation site, and says which lead nowhere.
.DESCRIPTION
    Looks at each href and src of each page: the file must be there, and where the link names a place in a page, that too. Links to
    elsewhere are left alone.
.EXAMPLE
    ./build.ps1 Docs
    ./build/Test-Site.ps1

    Builds the site and follows its links; the first line does both.
#>
[CmdletBinding()]
param(
    # The folder with the site.
    [string] $Path = "$PSScriptRoot/../out/site"
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$root = Convert-Path -LiteralPath $Path
$pages = [Collections.Generic.Dictionary[string, string]]::new()
Get-ChildItem -LiteralPath $root -Recurse -Filter *.html | ForEach-Object { $pages[$_.FullName] = Get-Content -LiteralPath $_ -Raw }
if ($pages.Count -eq 0) {
    throw "There is no page in $root. Run ./build.ps1 Docs."
}

$links = 0
$broken = foreach ($page in $pages.Keys) {
    foreach ($link in [regex]::Matches($pages[$page], '(?:href|src)="(?!//|[a-z]+:)([^"?#]*)[^"#]*(?:#([^"]*))?"')) {
        $links++
        $target, $place = $link.Groups[1, 2].Value | ForEach-Object { [uri]::UnescapeDataString([Net.WebUtility]::HtmlDecode($_)) }
        $file = $target ? [IO.Path]::GetFullPath([IO.Path]::Combine([IO.Path]::GetDirectoryName($page), $target)) : $page
        if (-not (Test-Path -LiteralPath $file) -or ($place -and $pages.ContainsKey($file) -and
            -not $pages[$file].Contains("id=""$([Net.WebUtility]::HtmlEncode($place))"""))) {
            "$([IO.Path]::GetRelativePath($root, $page)): $($link.Value)"
        }
    }
}
if ($broken) {
    throw "$(@($broken).Count) of $links links lead nowhere:`n$($broken -join "`n")"
}
Write-Host "All $links links within $($pages.Count) pages lead somewhere."
